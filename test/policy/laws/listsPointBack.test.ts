import { refuses } from '../harness.js';

refuses([
  {
    title: 'a list whose rows point back by no column is refused',
    edits: [
      [
        'type Agency @entity(table: "agency") {',
        `type Agency @entity(table: "agency") {
  buildings: [Building!]`,
      ],
    ],
    code: 'LIST_WITHOUT_COLUMN',
    at: `‸buildings: [Building!]
  id`,
    message: 'Agency.buildings lists Building, which has no relation to Agency.',
  },
  {
    title: 'a list whose rows point back by two columns is refused',
    edits: [
      [
        `  agency: Agency
  building: Building`,
        `  agency: Agency
  formerBuilding: Building
  building: Building`,
      ],
    ],
    code: 'LIST_AMBIGUOUS',
    at: `‸leases: [Lease!]
}`,
    message: 'Building.leases lists Lease, which points back by former_building_id and by building_id.',
  },
]);

import { refuses } from '../harness.js';

refuses([
  {
    title: 'a rung that is not made for the scalar is refused',
    edits: [['through: ["lodger"], within: "P1M")', 'through: ["lodger"], as: AGE_BAND, within: "P1M")']],
    code: 'PRECISION_MISFIT',
    at: 'as: ‸AGE_BAND, within: "P1M"',
    message: 'AGE_BAND does not fit Tenant.email, of type Email.',
    remedy: 'AGE_BAND fits Date, PartialDate, YearMonth: choose another rung.',
  },
  {
    title: 'a pseudonym of few values is refused',
    edits: [
      [
        `through: ["lodger"], within: "P3M")
}

"What a manager`,
        `through: ["lodger"], as: PSEUDONYM, within: "P3M")
}

"What a manager`,
      ],
    ],
    code: 'PRECISION_MISFIT',
    at: `as: ‸PSEUDONYM, within: "P3M")
}`,
    message: 'PSEUDONYM does not fit Lease.status, of type LeaseStatus.',
    also: ['COMPARES_UNREAD'],
  },
  {
    title: 'a relation has no rungs',
    edits: [
      [
        `  tenant: Tenant
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within`,
        `  tenant: Tenant
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: PRESENCE, within`,
      ],
    ],
    code: 'PRECISION_MISFIT',
    at: 'as: ‸PRESENCE',
    message: 'PRESENCE does not fit Lease.tenant.',
    remedy: 'Write PRESENCE on a value.',
  },
]);

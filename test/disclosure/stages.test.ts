import { describe, expect, it } from 'vitest';
import { readStages } from '../../src/disclosure/corridor.js';
import { openingStages } from '../../src/disclosure/opening/openLink.js';
import { Stages } from '../../src/disclosure/stages.js';
import { writeStages } from '../../src/disclosure/write/writeCorridor.js';

describe('a corridor', () => {
  it('reads in this order, and opens nothing before what is reached is spent and recorded', () => {
    expect(readStages.names).toEqual(['fetch', 'record', 'open', 'minimise', 'release', 'respond']);
  });

  it('writes in this order, and seals nothing before it has been admitted', () => {
    expect(writeStages.names).toEqual(['admit', 'seal', 'write', 'record']);
  });

  it('opens a file in this order, and links nobody before that is spent and recorded', () => {
    expect(openingStages.names).toEqual(['find', 'record', 'link']);
  });

  it('hands each stage what the stage before it made, whether it waits or not', async () => {
    const seen: string[] = [];
    const stages = Stages.first('one', (context: string, input: number) => {
      seen.push(`${context} one ${String(input)}`);
      return Promise.resolve(input + 1);
    }).next('two', (context, input) => {
      seen.push(`${context} two ${String(input)}`);
      return `made ${String(input)}`;
    });
    expect(await stages.run('c', 1)).toBe('made 2');
    expect(seen).toEqual(['c one 1', 'c two 2']);
  });

  it('ends at the stage that fails', async () => {
    let went = false;
    const failing = (): number => {
      throw new Error('stop');
    };
    const stages = Stages.first('one', failing).next('two', () => {
      went = true;
    });
    await expect(stages.run(undefined, undefined)).rejects.toThrow('stop');
    expect(went).toBe(false);
  });
});

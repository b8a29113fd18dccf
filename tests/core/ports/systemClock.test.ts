import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { jsonLinesLogger } from '#core/ports/jsonLinesLogger.ts';
import { systemClock } from '#core/ports/systemClock.ts';

describe('the system clock', () => {
  it('calls back once after the delay of its monotonic time, unless stopped', async () => {
    const clock = systemClock();
    const startedAt = clock.monotonic();
    const stopped = clock.after(1, () => expect.unreachable());
    stopped();
    stopped();
    const keepAlive = setInterval(() => undefined, 1_000);
    await new Promise<void>((resolve) => {
      clock.after(5, resolve);
    });
    clearInterval(keepAlive);
    // Timers of the runtime count whole milliseconds.
    expect(clock.monotonic() - startedAt).toBeGreaterThan(4);
  });

  it('does not call at once what is due in a month', async () => {
    const clock = systemClock();
    const stop = clock.after(40 * 86_400_000, () => expect.unreachable());
    await new Promise((resolve) => setTimeout(resolve, 5));
    stop();
  });

  it('tells wall time in whole milliseconds', () => {
    const before = Date.now();
    const now = systemClock().now();
    expect(Number.isInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(before);
  });
});

describe('the logger', () => {
  it('writes one object a line, with its own fields winning, from the least level on', async () => {
    const stream = new PassThrough();
    const logger = jsonLinesLogger({ stream, clock: { now: () => 0 } });
    logger.debug('too fine');
    logger.warn('host is gone\nreally', { host: 'nas', level: 'forged' });
    stream.end();
    logger.error('after the end');
    const written = await text(stream);
    expect(written.split('\n')).toHaveLength(2);
    expect(JSON.parse(written)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'warn',
      message: 'host is gone\nreally',
      host: 'nas',
    });
  });
});

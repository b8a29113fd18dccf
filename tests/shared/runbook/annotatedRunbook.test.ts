import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/readRunbook.ts';

const annotated = `---
name: Web
variables:
  unit: { default: nginx, pattern: '[a-z.-]+' }
cwd: /srv/web
checks:
  - { id: up, kind: systemd-unit, unit: '{{unit}}' }
findings:
  - { id: gone, action: look, pattern: 'dead', severity: critical, text: It is stopped., suggests: [{ action: again, reason: it helps }] }
---
# Web
## Triage (0-5 minutes) {#first}
- Set the severity {tick=severity-set}
- Look {#see tick=ran:look}

## Do
\`\`\`sh {#look}
systemctl status {{unit}}
\`\`\`
\`\`\`sh {#again effect=changes consent=click sudo verify=up timeout=90s resource=unit:{{unit}}}
systemctl restart {{unit}}
\`\`\`
\`\`\`sh {#tidy remedy=clear-temporary-data folder=/srv/web/tmp}
# Clear it
rm -rf tmp/*
\`\`\`
\`\`\`sh
# One thing {#one consent=type}
make one
# Another thing
make another
\`\`\`
`;

describe('attributes and front matter', () => {
  const runbook = readRunbook(annotated);
  const action = (id: string) => runbook.actions.find((one) => one.id === id);

  it('are read without a complaint', () => {
    expect(runbook.problems).toEqual([]);
    expect(runbook.name).toBe('Web');
    expect(runbook.checks).toEqual([{ id: 'up', kind: 'systemd-unit', unit: '{{unit}}' }]);
    expect(runbook.findings[0]?.suggests).toEqual([{ actionId: 'again', reason: 'it helps' }]);
  });

  it('say what an action is, asks and proves', () => {
    expect(action('again')).toMatchObject({
      effect: 'changes',
      consent: 'click',
      verify: ['up'],
      timeoutMs: 90_000,
      resource: 'unit:{{unit}}',
      variables: ['unit'],
      steps: [{ command: 'sudo systemctl restart {{unit}}', cwd: null }],
      remedy: { kind: 'restart-unit', options: { unit: '{{unit}}' } },
    });
    expect(action('tidy')).toMatchObject({
      consent: 'confirm',
      purpose: 'remedy',
      remedy: { kind: 'clear-temporary-data', options: { folder: '/srv/web/tmp' } },
      steps: [{ cwd: '/srv/web' }],
    });
    expect(action('one')).toMatchObject({ consent: 'type', needsCwd: false });
    expect(action('another-thing')).toMatchObject({
      consent: 'confirm',
      steps: [{ command: 'make another', cwd: '/srv/web' }],
    });
  });

  it('name steps and the facts that tick them', () => {
    expect(runbook.phases[0]).toMatchObject({
      id: 'first',
      title: 'Triage',
      steps: [
        { text: 'Set the severity', tick: 'severity-set' },
        { id: 'see', text: 'Look', tick: 'ran:look' },
      ],
    });
  });
});

describe('mistakes', () => {
  const problemsOf = (text: string) =>
    readRunbook(text).problems.map(({ severity, line, message }) => [severity, line, message] as const);
  const fence = (info: string, code: string) => `# X\n\n\`\`\`sh ${info}\n${code}\n\`\`\`\n`;

  it.each([
    [fence('{#a effect=reads}', 'make x'), 'warning', 4, /cannot be proved/],
    [fence('{#a consent=none}', 'touch /x'), 'warning', 4, /too little/],
    [fence('{#a consent=click}', 'rm -rf /x/y'), 'warning', 4, /too little/],
    [fence('{#a consent=maybe}', 'df'), 'error', 4, /no consent/],
    [fence('{#a timeout=soon}', 'df'), 'error', 4, /no time/],
    [fence('{#a verify=nothing}', 'df'), 'error', 4, /names no check/],
    [fence('{#a}', 'kubectl logs <pod>'), 'warning', 4, /nobody said what pod is/],
    [fence('{#a}', 'rm -rf "$DIR"/x'), 'warning', 4, /nobody said what DIR is/],
    [fence('{#a}', './run.sh'), 'warning', 4, /no folder is known/],
    ['# X\n## Steps\n1. Check it {tick=nonsense}\n', 'error', 3, /no fact/],
    ['---\nchecks:\n  - { id: A B, kind: reachable }\n---\n', 'error', 3, /checks/],
    ['---\nname: [\n---\n', 'error', 3, /./],
    ['---\nvariables: { a: { pattern: "(" } }\n---\n', 'error', 2, /no regular expression/],
    ['---\nvariables: { a: { default: "x y", pattern: "[a-z]+" } }\n---\n', 'error', 2, /does not match/],
    [
      '---\nfindings:\n  - { id: f, action: gone, pattern: x, severity: info, text: x }\n---\n',
      'error',
      3,
      /not there/,
    ],
    ['---\nnmae: x\n---\n', 'warning', 2, /means nothing/],
  ] as const)('are told with their line: %j', (text, severity, line, message) => {
    const found = problemsOf(text).find(([, , told]) => message.test(told));
    expect(found?.slice(0, 2)).toEqual([severity, line]);
  });

  it('take what a wiki wrote at the top for its own, and its title for the name', () => {
    const runbook = readRunbook(
      '---\ntitle: Outages\ntags: [ops]\nsidebar_position: 3\nvariabels: {}\n---\n\n# Page\n',
    );
    expect(runbook.name).toBe('Outages');
    expect(runbook.problems.map(({ line, message }) => [line, message])).toEqual([
      [5, '`variabels` means nothing to Sitrep here.'],
    ]);
    expect(readRunbook('---\ntitle: Outages\nname: Web\n---\n\n# Page\n').name).toBe('Web');
  });

  it('leave the rest of the front matter in force', () => {
    const runbook = readRunbook(
      '---\nname: Good\nchecks:\n  - { id: bad id, kind: reachable }\n  - { id: good, kind: reachable }\n---\n',
    );
    expect(runbook.name).toBe('Good');
    expect(runbook.checks).toEqual([{ id: 'good', kind: 'reachable' }]);
  });

  it('never make a command look more harmless than it is', () => {
    const runbook = readRunbook(fence('{#a effect=reads consent=none}', 'rm -rf /x/y'));
    expect(runbook.actions[0]).toMatchObject({ effect: 'destroys', consent: 'type' });
  });
});

describe('blocks of shell', () => {
  const stepsOf = (code: string, info = 'sh') =>
    readRunbook(`# X\n\n\`\`\`${info}\n${code}\n\`\`\`\n`).actions.map(({ title, steps, needsCwd }) => ({
      title,
      needsCwd,
      steps: steps.map(({ command, cwd }) => [command, cwd]),
    }));

  it('carry cd, also a relative one once the folder is known', () => {
    expect(stepsOf('cd /srv\nls\ncd app/../web\n./run')).toEqual([
      {
        title: 'X',
        needsCwd: false,
        steps: [
          ['ls', '/srv'],
          ['./run', '/srv/web'],
        ],
      },
    ]);
    expect(stepsOf('cd app\nls')).toEqual([{ title: 'X', needsCwd: true, steps: [['ls', 'app']] }]);
  });

  it('carry variables to the commands that use them', () => {
    expect(stepsOf('PID=$(pgrep nginx)\ndf\nls /proc/$PID')).toEqual([
      {
        title: 'X',
        needsCwd: false,
        steps: [
          ['df', null],
          ['PID=$(pgrep nginx)\nls /proc/$PID', null],
        ],
      },
    ]);
  });

  it('keep loops, continuations and here-documents whole', () => {
    expect(
      stepsOf(
        'for f in a b; do\n  # inner\n  echo $f\ndone\ncurl -s \\\n  http://x\ncat > /tmp/x <<EOF\nrm x\nEOF\ndf',
      ).flatMap(({ steps }) => steps.map(([command]) => command)),
    ).toEqual([
      'for f in a b; do\n  # inner\n  echo $f\ndone',
      'curl -s \\\n  http://x',
      'cat > /tmp/x <<EOF\nrm x\nEOF',
      'df',
    ]);
  });

  it('take prompts and output away', () => {
    expect(
      stepsOf('$ df -h # disk\nFilesystem Size\nroot@web:~# uptime\n 10:00 up', 'console').flatMap(({ steps }) =>
        steps.map(([command]) => command),
      ),
    ).toEqual(['df -h', 'uptime']);
  });
});

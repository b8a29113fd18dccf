import { fc } from '#tests/support/fastCheck.ts';

const pick = (words: string) => fc.constantFrom(...words.split(/\s+/).filter((word) => word !== ''));
const pickLine = (lines: string) => fc.constantFrom(...lines.split('\n').filter((line) => line !== ''));

const file = pick(
  `a b c.txt deep data.json ./a ./* * *.txt deep/inner ./-delete -- . /dev/null $x "$x" $y "$y" $o "$o" "\${x}" "$z" $i ~ 'a b' {a,b} {-delete,a} "a$x" a$x $e ? \${x:q} "\${x:0:q}" \${a[q]} \${q@P} \${!q} \${@:q} \${x: -2} x.zip`,
);
const sedPiece = pickLine(`p
1p
$p
/a/p
s/a/b/
s/a/b/g
s/a/b/w out
s/a/touch hacked/e
s|[/]|x|w out
/[/]p;w out/
s/[/]/w/
w out
e
e touch hacked
1e touch hacked
r b
y/a/b/
d
q
=
;
{
}
!
1,2
a\\
\\n
I
M
#n
s,a,b,`);
const awkPiece = pickLine(`{
}
/"/; system("touch hacked"); /"/
/"/; system("touch hacked"); print /"/
if (1)
else
return
==
--
++
]
print
print $1
printf "%s"
(
)
/a/
/a>b/
/"/
>
>>
|
||
"out"
"sh"
"touch hacked"
system
system("touch hacked")
getline
;
if (
$1
NR==1
,
~
/
a
=
length($0)
BEGIN
END
#
\\n
@load "x"`);
const joinedPieces = (piece: fc.Arbitrary<string>, glue: string) =>
  fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(glue));
const quoted = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.constantFrom("'", '"'))
    .map(([inner, quote]) =>
      quote === "'" ? `'${inner.replaceAll("'", '')}'` : `"${inner.replaceAll(/["\\]/g, '\\$&')}"`,
    );

const sedScript = quoted(fc.oneof(joinedPieces(sedPiece, ''), joinedPieces(sedPiece, ';')));
const awkScript = quoted(joinedPieces(awkPiece, ' '));
const nodePiece = pick(
  `console.log fs readFileSync writeFileSync require ( ) . , ; 'a' 'out' 'fs' 'child_process' execSync ['constructor'] JSON.parse process exit [ ] = => \` \${x} 'touch\\x20hacked' eval Function`,
);

const args = (options: string) =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: pickLine(options) }, { weight: 2, arbitrary: file }), { maxLength: 5 })
    .map((words) => words.join(' '));
const withArgs = (program: string, options: string) => args(options).map((words) => `${program} ${words}`);

const simple = fc.oneof(
  withArgs('cat', '-n\n-A\n--help'),
  withArgs('ls', '-la\n-R\n--sort=size'),
  withArgs('head', '-n 2\n-c 5\n-2'),
  withArgs('tail', '-n 2\n-5'),
  withArgs(
    'sort',
    '-n\n-r\n-o out\n-oout\n--output=out\n--out out\n-k 2\n-u\n-no out\n-T .\n--compress-program=sh\n-t ,',
  ),
  withArgs('uniq', '-c\n-d\n-f 1\n-cd\nout'),
  withArgs(
    'find',
    '-name a\n-delete\n-exec cat {} \\;\n-exec rm {} \\;\n-exec touch hacked \\;\n-exec touch {} +\n-execdir ls \\;\n-fprint out\n-fls out\n-fprintf out %p\n-print\n-print0\n-name -delete\n-newer a\n-size +1k\n-maxdepth 1\n-type f\n! -name b\n-o\n-ok rm {} \\;\n-printf %p\n-quit\n-perm -u=w\n-files0-from a',
  ),
  withArgs('xargs', '-n 1\n-I {}\n-I X\ncat\nrm\ntouch\nX\necho {}\nsh -c X\n-0\n-a a\n-r\n-t'),
  withArgs('tee', '-a\nout\n/dev/null'),
  withArgs('grep', '-r a\n-l\n-c\n-f b\n-e x'),
  withArgs(
    'tar',
    '-tf a\n-cf out.tar\ntf\ncf out\n-xf a\n--to-command=sh\n-I sh\n--checkpoint-action=exec=sh\n-tvzf\n--delete',
  ),
  withArgs(
    'git',
    'status\nlog\ninit\n-C .\ndiff --no-index a b\n--output=out\n-c alias.x=!sh\ndiff\n--ext-diff\ngrep -O a\nbranch new\nconfig x.y z\nls-remote\nstash\n-p\n--git-dir=.\nhash-object -w a',
  ),
  withArgs(
    'curl',
    '-s\n-o out\n-O\nfile:///etc/hostname\n-o /dev/null\n-w %output{out}\n-K a\n-D out\n-c out\n--trace out\n--libcurl out\n-D -\n--stderr out\n-m 1\n-sSo out\n--output-dir deep\n-w %{http_code}\n--hsts out\n--etag-save out\n--alt-svc out',
  ),
  withArgs('wget', '-qO-\n-O out\n--spider\nhttp://127.0.0.1:9/\n-o out\n-T 1\n-t 1\n-qO out\n-a out'),
  withArgs('python3', '-m json.tool\ndata.json\nout\n-V\n-c "open(0)"\n--version'),
  withArgs('date', '+%F\n-u\n-d now\n-r a'),
  withArgs('file', '-b\n-C\n-m a'),
  withArgs('xxd', '-r\n-p\nout'),
  withArgs('less', '-o out\n-O out\n-R\n+!touch\n-Oout\n--log-file=out'),
  withArgs('printf', '-v x\n%s\n-v "a[$(touch hacked)]"\nx'),
  withArgs('test', '-f a\n-v x\n-v "a[\\$(touch hacked)]"\n-nt b\n='),
  withArgs('dpkg', '-l\n-s bash\n--version'),
  withArgs('openssl', 'x509\n-in a\n-out out\n-noout\nrand 4\nversion\nreq -new'),
  withArgs('jq', '.\n-r\n-n\n--arg x y'),
  withArgs('yq', '.\n-i\n-o json'),
  withArgs('tree', '-L 1\n-o out\n-R\n-H .'),
  withArgs('rg', 'a\n--pre sh\n-l'),
  withArgs('du', '-sh\n-x'),
  withArgs('unzip', '-l\n-t\n-v\n-q\n-o\n-d out\n-p\nx.zip'),
  withArgs('gzip', '-l\n-t\n-d\n-k\n-c\n--list\n-f'),
  withArgs('column', '-t\n-s ,'),
  withArgs('diff', '-u\n-r\n-l\n--to-file=out\n-q'),
  withArgs('cmp', '-s\n-l'),
  withArgs('zgrep', '-l x\n-c x\n-f b\n--file=b'),
  withArgs('od', '-c\n-A x\n-w2'),
  withArgs('split', '-l 1\n--filter=sh'),
  withArgs('jobs', '-l\n-x touch hacked\n-x ls\n-p'),
  withArgs('kill', '-0 1\n-l\n-9 -0 1\n1 -l\n-0 -9 1'),
  withArgs('type', '-a ls\n-t cd'),
  withArgs('fuser', '-v\n-k\n-m .'),
  withArgs('lsof', '-n\n+D .\n-D b\n+m out'),
  withArgs('perl', '-v\n-e "unlink q(a)"\n-ne print\n-i'),
  withArgs('rsync', '-n\n-a\na out\n--log-file=out\n-e sh'),
  withArgs('ip', '-br\nlink s lo up\nlink\na s\naddr show\nr'),
  withArgs('bash', '-c "touch out"\n-n b\n-ec ls\nb'),
  withArgs('eval', 'touch out\nls'),
  withArgs('exec', 'ls\n>out\n3>out'),
  withArgs('mv', 'a out'),
  withArgs('touch', 'out'),
  withArgs('rm', '-rf'),
  withArgs('cp', 'a out\n-r'),
  withArgs('mkdir', 'out'),
  fc
    .tuple(args('-n\n-E\n-i\n-s\n--in-place\n-ni\n-e p\n-f c.txt'), sedScript, file)
    .map(([options, script, name]) => `sed ${options} ${script} ${name}`),
  fc.tuple(sedScript, file).map(([script, name]) => `sed -n ${script} ${name}`),
  fc
    .tuple(args('-F :\n-v x=y\n-f b\n-i inplace\n-v "x=$z"'), awkScript, file)
    .map(([options, script, name]) => `awk ${options} ${script} ${name}`),
  fc.tuple(awkScript, file).map(([script, name]) => `awk ${script} ${name}`),
  quoted(joinedPieces(nodePiece, '')).map((code) => `echo node -e ${code}`),
);

const redirect = pick(
  '>out >>out 2>out >/dev/null 2>&1 </dev/null <a >&2 &>out <>out >|out 3>out >$x >"$x" <<<a 2>/dev/null >&out',
);
const prefix = pickLine(`sudo -n
env
env A=1
env PATH=.
timeout 2
timeout
nice
nice -n 5
time
command
LC_ALL=C
PATH=.:$PATH
A=1
IFS=/
xargs -n 1
watch -n 1
stdbuf -o L
setsid
sh
BASH_ENV=b`);

const command: fc.Arbitrary<string> = fc
  .tuple(fc.option(prefix, { freq: 4 }), simple, fc.option(redirect, { freq: 5 }))
  .map(([before, text, after]) => [before, text, after].filter((part) => part !== null).join(' '));

/** Shell commands that mix what reads with what writes, in every way that a shell can put them together. */
export const anyCommand: fc.Arbitrary<string> = fc.letrec<{ command: string }>((tie) => ({
  command: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: command },
    fc
      .tuple(tie('command'), pickLine(' | \n && \n || \n ; \n |& \n & '), tie('command'))
      .map((parts) => parts.join('')),
    tie('command').map((text) => `(${text})`),
    tie('command').map((text) => `{ ${text}; }`),
    tie('command').map((text) => `echo $(${text})`),
    tie('command').map((text) => `echo "$(${text})"`),
    tie('command').map((text) => `cat <(${text})`),
    tie('command').map((text) => `! ${text}`),
    tie('command').map((text) => `if ${text}; then ls; fi`),
    tie('command').map((text) => `for f in a b; do ${text}; done`),
    tie('command').map((text) => `while read -r x; do ${text}; done < a`),
    tie('command').map((text) => `sh -c '${text.replaceAll("'", '')}'`),
    tie('command').map((text) => `cat <<EOF\n$(${text})\nEOF`),
    tie('command').map((text) => `cat <<'EOF'\n$(${text})\nEOF`),
    tie('command').map((text) => `f() { ${text}; }; f`),
    tie('command').map((text) => `[[ -n $(${text}) ]]`),
    fc
      .array(pick("[[ ]] (( )) ( ) ! a $x hacked touch -n -f == =~ > < >= || && | 9 8 $'a\\' $'b' ; ^a|touch"), {
        minLength: 2,
        maxLength: 7,
      })
      .map((words) => words.join(' ')),
    fc
      .array(pick('a $y touch hacked -n -f == =~ > || && ! ( ) 9 a|touch'), { maxLength: 6 })
      .map((words) => `[[ ${words.join(' ')} ]]`),
    fc.array(pick('9 8 > < >= >> || && + ( ) ='), { maxLength: 5 }).map((words) => `((${words.join(' ')}))`),
    tie('command').map((text) => `x=$(${text}); echo $x`),
    tie('command').map((text) => `echo $(( $(${text}) ))`),
    pickLine(`+%s
'+a[$(touch hacked)]'
-u +%Y
"+$q"
-d "$q" +%s`).map((format) => `echo $(( $(date ${format}) - 1 ))`),
    pick('a=([q]=1) a[q]=1 a=(q) a=([$q]=1) $((q)) $((1+q)) q=$q [[$q]]').map((text) => `echo; ${text}`),
    tie('command').map((text) => `watch -x ${text}`),
    tie('command').map((text) => `zsh -c '${text.replaceAll("'", '')}'`),
    tie('command').map((text) => `case a in a) ${text};; esac`),
  ),
})).command;

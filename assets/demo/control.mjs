// Hands one request of a demo host's systemctl (`restart gitops-auditor.service`) to the supervisor inside Sitrep, and
// ends with its status, once the unit has got there.
import { connect } from 'node:net';

const [verb, unit, signal] = process.argv.slice(2);
const socket = connect(process.env.DEMO_SOCKET);
let answer = '';
socket.setEncoding('utf8');
socket.on('connect', () => socket.write(`${JSON.stringify({ verb, unit, signal })}\n`));
socket.on('data', (text) => (answer += text));
socket.on('error', (error) => {
  process.stderr.write(`Failed to connect to bus: ${error.message}\n`);
  process.exitCode = 1;
});
socket.on('end', () => {
  if (answer === '') return;
  const { status, text } = JSON.parse(answer);
  process.stderr.write(text);
  process.exitCode = status;
});

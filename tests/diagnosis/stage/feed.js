// Feed: reads /etc/feed/feed.json, serves TLS with its own key, and asks an upstream every second.
const fs = require('node:fs');
const https = require('node:https');
const http = require('node:http');
const left = require('left');

const config = JSON.parse(fs.readFileSync('/etc/feed/feed.json', 'utf8'));
const options = { key: fs.readFileSync(config.key), cert: fs.readFileSync(config.cert) };
let problem = null;
function ask() {
  const get = config.upstream.startsWith('https') ? https.get : http.get;
  const request = get(config.upstream, { timeout: 2000, headers: { authorization: 'token good' }, ca: fs.readFileSync('/etc/ssl/certs/ca-certificates.crt') }, (answer) => {
    answer.resume();
    problem = answer.statusCode < 400 ? null : new Error(`GET ${config.upstream} answered ${answer.statusCode}`);
    if (problem) console.error(problem.message);
  });
  request.on('timeout', () => request.destroy(new Error(`GET ${config.upstream}: socket hang up after timeout`)));
  request.on('error', (error) => { if (problem?.message !== error.message) console.error(error); problem = error; });
}
https.createServer(options, (_, answer) => answer.writeHead(problem ? 500 : 200).end(left('ok'))).listen(config.port, () => console.log(`feed on ${config.port}`));
setInterval(ask, 1000);
ask();

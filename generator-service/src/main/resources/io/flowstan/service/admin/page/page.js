'use strict';

/* The page to watch and steer a running service. It reads /status every second, lists hosts by
   /hosts and hands commands to /control, the same that ./flowstan control talks to. */
(() => {
  const EVERY_MS = 1000;
  const KEPT_MS = 300_000;
  const MINUTE_MS = 60_000;
  const CELLS_A_ROW = 16;
  const LEVELS = 5;
  const MAX_DIVERGENCE = Math.LN2;
  const TOKEN = 'flowstan.token';

  const $ = id => document.getElementById(id);
  const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

  /** Readings of the last minutes, oldest first: {at, status}. */
  const history = [];
  let steerable = null;
  let paused = false;
  let cells = [];
  let chosen = -1;
  let focused = 0;

  // ---- talking to the service

  function headers(more) {
    const token = sessionStorage.getItem(TOKEN);
    return token === null ? more : { ...more, Authorization: 'Bearer ' + token };
  }

  async function ask(path, options = {}) {
    const answer = await fetch(path, { ...options, headers: headers(options.headers ?? {}), cache: 'no-store' });
    if (answer.status === 401) {
      showLogin();
    }
    return answer;
  }

  function showLogin() {
    const known = sessionStorage.getItem(TOKEN) !== null;
    sessionStorage.removeItem(TOKEN);
    $('forget').hidden = true;
    if ($('login').hidden) {
      $('login').hidden = false;
      $('main').hidden = true;
      $('token').focus();
    }
    setHealth('waiting', known ? 'the token is wrong' : 'token needed');
  }

  async function look() {
    try {
      const answer = await ask('/status');
      if (answer.ok) {
        $('login').hidden = true;
        $('main').hidden = false;
        $('lost').hidden = true;
        $('forget').hidden = sessionStorage.getItem(TOKEN) === null;
        show(await answer.json());
      } else if (answer.status !== 401) {
        lost('The service answers ' + answer.status + '.');
      }
    } catch (e) {
      lost('The service does not answer; the figures below are from before.');
    }
  }

  function lost(text) {
    setHealth('failed', 'no answer');
    if ($('lost').hidden || $('lost').textContent !== text) {
      $('lost').textContent = text;
      $('lost').hidden = false;
    }
  }

  async function command(body, words) {
    say('busy', words + ' …');
    for (const button of document.querySelectorAll('#forms button, #cell-hosts button')) {
      button.disabled = true;
    }
    try {
      const answer = await ask('/control', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body)
      });
      const result = await answer.json().catch(() => ({}));
      const reason = result.reason ?? result.error;
      if (answer.ok) {
        say(answer.status === 200 ? 'done' : 'busy', words + ': ' + result.outcome + (reason ? ' (' + reason + ')' : ''));
      } else {
        say('refused', words + ': refused' + (reason ? ': ' + reason : ' with ' + answer.status));
      }
      return answer.ok;
    } catch (e) {
      say('refused', words + ': no answer from the service');
      return false;
    } finally {
      for (const button of document.querySelectorAll('#forms button, #cell-hosts button')) {
        button.disabled = false;
      }
      look();
    }
  }

  function say(kind, text) {
    $('answer').className = 'answer ' + kind;
    $('answer').textContent = text;
  }

  // ---- showing

  function show(status) {
    const now = Date.now();
    history.push({ at: now, status });
    while (history.length > 1 && now - history[0].at > KEPT_MS) {
      history.shift();
    }
    setHealth(status.health.ready ? 'ready' : status.health.live ? 'waiting' : 'failed', status.health.reason);
    put('simulated', instant(status.clock.simulatedTime));
    put('rate', number(status.rate.achieved));
    put('target', status.rate.target === null ? 'no rate' : number(status.rate.target) + ' flows/s');
    put('deficit', number(status.rate.deficit) + ' flows');
    put('flows', whole.format(status.totals.flows));
    put('bytes', bytes(status.totals.bytes));
    put('late', whole.format(status.totals.late) + ' flows');
    put('lag', seconds(status.clock.lagSeconds));
    put('spread', seconds(status.clock.spreadSeconds));
    showHistory(now);
    showShares('protocols', 'protocols');
    showShares('labels', 'labels');
    showFidelity(status.fidelity.divergence);
    showErrors(status.errors);
    showRun(status.run);
    showTasks(status);
    if (status.hosts) {
      showMap(status.hosts);
    }
    if (status.steerable !== steerable) {
      steerable = status.steerable;
      $('forms').hidden = !steerable;
      $('no-controls').hidden = steerable;
      document.querySelector('.map').hidden = !steerable;
    }
    document.title = number(status.rate.achieved) + ' flows/s · FlowSTAN';
  }

  function setHealth(kind, text) {
    const pill = $('health');
    if (pill.textContent !== text) {
      pill.textContent = text;
    }
    pill.className = 'pill ' + kind;
  }

  function put(id, text) {
    if ($(id).textContent !== text) {
      $(id).textContent = text;
    }
  }

  function number(value) {
    return value === null || value === undefined
      ? '–'
      : value < 10 && value % 1 !== 0 ? short.format(value) : whole.format(value);
  }

  function instant(text) {
    return text === null ? 'not yet' : text.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
  }

  function seconds(value) {
    return value === null ? '–' : short.format(value) + ' s';
  }

  function bytes(value) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return short.format(value) + ' ' + units[unit];
  }

  function pace(text) {
    const speed = /^speed ([0-9.E]+)$/.exec(text);
    if (speed) {
      return whole.format(Number(speed[1])) === '1' && Number(speed[1]) === 1
        ? 'once real time'
        : number(Number(speed[1])) + ' × real time';
    }
    return { realtime: 'real time', max: 'as fast as it can' }[text]
      ?? text.replace(/^rate ([0-9.E]+)$/, (all, rate) => number(Number(rate)) + ' flows/s').replace(/\.0\b/g, '');
  }

  function showHistory(now) {
    const points = history
      .filter(reading => reading.status.rate.achieved !== null)
      .map(reading => [600 - (now - reading.at) / KEPT_MS * 600, reading.status.rate.achieved]);
    const peak = Math.max(1, ...points.map(point => point[1]));
    const at = ([x, y]) => x.toFixed(1) + ' ' + (118 - y / peak * 110).toFixed(1);
    const line = points.map(at).join(' L');
    $('history-line').setAttribute('d', line ? 'M' + line : '');
    $('history-area').setAttribute('d',
      line ? 'M' + points[0][0].toFixed(1) + ' 119 L' + line + ' L' + points.at(-1)[0].toFixed(1) + ' 119 Z' : '');
    put('history-peak', points.length ? 'highest ' + number(peak) + ' flows/s' : '');
  }

  /** What grew in the last minute, or since the start where nothing did. */
  function grown(field) {
    const last = history.at(-1);
    const first = history.find(reading => last.at - reading.at <= MINUTE_MS) ?? last;
    const result = {};
    let sum = 0;
    for (const [name, count] of Object.entries(last.status[field])) {
      result[name] = count - (first.status[field][name] ?? 0);
      sum += result[name];
    }
    return sum > 0 ? result : last.status[field];
  }

  function showShares(id, field) {
    const counts = Object.entries(grown(field)).filter(entry => entry[1] > 0).sort((a, b) => b[1] - a[1]);
    const sum = counts.reduce((all, entry) => all + entry[1], 0);
    bars(id, counts.slice(0, 8).map(([name, count]) => ({
      name,
      text: 100 * count / sum < 0.05 ? '< 0.1 %' : (100 * count / sum).toFixed(1) + ' %',
      share: count / sum
    })), 'no flows yet');
  }

  function showFidelity(divergence) {
    bars('fidelity', Object.entries(divergence).map(([name, value]) => ({
      name,
      text: value === null ? 'not measured' : value.toFixed(3),
      // a square root: the differences that matter are small
      share: value === null ? 0 : Math.sqrt(Math.max(0, value) / MAX_DIVERGENCE)
    })), 'not measured');
  }

  /** Bars with names and texts; elements are kept, so that nothing flickers. */
  function bars(id, entries, none) {
    const list = $(id);
    const shown = list.dataset.names;
    const names = entries.map(entry => entry.name).join('\n') || '-';
    if (shown !== names) {
      list.dataset.names = names;
      list.replaceChildren(...(entries.length ? entries.map(bar) : [element('li', 'hint', none)]));
    }
    entries.forEach((entry, i) => {
      list.children[i].querySelector('.value').textContent = entry.text;
      list.children[i].querySelector('.fill').style.width = Math.min(100, 100 * entry.share).toFixed(1) + '%';
    });
  }

  function bar(entry) {
    const item = element('li');
    const line = element('div', 'name');
    line.append(element('span', '', entry.name), element('span', 'value'));
    const track = element('div', 'track');
    track.setAttribute('aria-hidden', 'true');
    track.append(element('div', 'fill'));
    item.append(line, track);
    return item;
  }

  function element(name, className = '', text = '') {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  function showErrors(errors) {
    const counts = Object.entries(errors.counts);
    counts.push(['rules broken', errors.ruleViolations], ['threads replaced', errors.threadsReplaced]);
    const all = counts.reduce((sum, entry) => sum + entry[1], 0);
    put('error-summary', all === 0 ? 'None. Every flow kept the rules.' : whole.format(all) + ' so far');
    $('error-summary').className = 'verdict ' + (all === 0 ? 'good' : 'bad');
    $('error-counts').replaceChildren(...counts.map(([kind, count]) => {
      const item = element('li', count > 0 ? 'some' : '');
      item.append(element('span', '', kind), element('span', 'value', whole.format(count)));
      return item;
    }));
    $('latest-errors').replaceChildren(...errors.latest.map(error => element('li', '',
      error.secondsAgo + ' s ago, ' + error.kind + (error.times > 1 ? ' (' + error.times + ' times)' : '')
        + ': ' + error.message)));
  }

  function showRun(run) {
    const list = $('run');
    if (list.children.length !== 2 * Object.keys(run).length) {
      list.replaceChildren(...Object.entries(run).flatMap(
        ([name, text]) => [element('dt', '', name), element('dd', '', text)]));
    }
  }

  function showTasks(status) {
    const tasks = status.tasks ?? [];
    paused = tasks.length > 0 && tasks.every(task => task.paused);
    put('pause', paused ? 'Resume' : 'Pause');
    const paces = [...new Set(tasks.map(task => pace(task.pace)))];
    put('pace', paused ? 'paused' : paces.length ? paces.join(', ') : '–');
    put('hosts', status.hosts ? whole.format(status.hosts.simulated) : '–');
    if (tasks.length) {
      $('tasks').replaceChildren(...tasks.map(task => {
        const row = element('tr');
        row.append(element('td', '', String(task.partition)), element('td', '', whole.format(task.hosts)),
          element('td', '', (task.paused ? 'paused, ' : '') + pace(task.pace)),
          element('td', '', task.simulatedTime ? instant(task.simulatedTime) : '–'));
        return row;
      }));
    }
  }

  // ---- the map

  function showMap(hosts) {
    put('map-network', hosts.network);
    const flows = flowsPerSecond();
    const byFlows = document.querySelector('input[name="map-by"]:checked').value === 'flows';
    const known = new Map(hosts.cells.map(cell => [cell.cell, cell]));
    const value = cell => cell === undefined ? 0 : byFlows ? flows.get(cell.cell) ?? 0 : cell.hosts;
    const peak = Math.max(0, ...hosts.cells.map(value));
    put('map-peak', number(peak) + (byFlows ? ' flows/s' : peak === 1 ? ' host' : ' hosts'));
    const size = sizeOf(hosts.network);
    if (cells.length !== size) {
      layCells(size);
    }
    cells.forEach((cell, i) => {
      const entry = known.get(i);
      const level = peak > 0 && value(entry) > 0 ? Math.max(1, Math.ceil(LEVELS * value(entry) / peak)) : 0;
      cell.className = 'cell' + (level ? ' l' + level : '') + (i === chosen ? ' chosen' : '');
      cell.dataset.network = entry ? entry.network : '';
      const text = entry
        ? entry.network + ': ' + whole.format(entry.hosts) + (entry.hosts === 1 ? ' host, ' : ' hosts, ')
          + number(flows.get(i) ?? 0) + ' flows/s'
        : 'no hosts';
      cell.title = text;
      cell.setAttribute('aria-label', text);
    });
  }

  function sizeOf(network) {
    return 2 ** Math.min(8, 32 - Number(network.split('/')[1]));
  }

  function flowsPerSecond() {
    const last = history.at(-1);
    const first = history.find(reading => last.at - reading.at <= 10_000) ?? last;
    const before = new Map((first.status.hosts?.cells ?? []).map(cell => [cell.cell, cell.flows]));
    const seconds = (last.at - first.at) / 1000;
    return new Map(last.status.hosts.cells.map(
      cell => [cell.cell, seconds > 0 ? (cell.flows - (before.get(cell.cell) ?? 0)) / seconds : 0]));
  }

  function layCells(size) {
    const rows = [];
    cells = [];
    for (let i = 0; i < size; i++) {
      if (i % CELLS_A_ROW === 0) {
        rows.push(element('div'));
        rows.at(-1).setAttribute('role', 'row');
      }
      const cell = element('div', 'cell');
      cell.setAttribute('role', 'gridcell');
      cell.tabIndex = i === 0 ? 0 : -1;
      cell.addEventListener('click', () => choose(i));
      cells.push(cell);
      rows.at(-1).append(cell);
    }
    $('cells').replaceChildren(...rows);
  }

  function focusCell(i) {
    if (i >= 0 && i < cells.length) {
      cells[focused].tabIndex = -1;
      focused = i;
      cells[i].tabIndex = 0;
      cells[i].focus();
    }
  }

  $('cells').addEventListener('keydown', event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -CELLS_A_ROW, ArrowDown: CELLS_A_ROW }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      focusCell(focused + step);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(focused);
    }
  });

  async function choose(i) {
    chosen = i;
    cells.forEach((cell, k) => cell.classList.toggle('chosen', k === i));
    cells[focused].tabIndex = -1;
    focused = i;
    cells[i].tabIndex = 0;
    const network = cells[i].dataset.network;
    const box = $('cell-hosts');
    if (!network) {
      box.replaceChildren(element('p', 'hint', 'No hosts in this cell.'));
      return;
    }
    try {
      const answer = await ask('/hosts?network=' + encodeURIComponent(network));
      const found = await answer.json();
      const list = element('ul');
      list.append(...(found.hosts ?? []).map(host => {
        const item = element('li');
        const button = element('button', '', 'Remove');
        button.type = 'button';
        button.setAttribute('aria-label', 'Remove host ' + host);
        button.addEventListener('click', async () => {
          if (await command({ command: 'remove-hosts', hosts: [host] }, 'Remove ' + host)) {
            item.remove();
          }
        });
        item.append(element('span', '', host), button);
        return item;
      }));
      box.replaceChildren(element('h3', '', network), list);
      if (found.more) {
        box.append(element('p', 'hint', 'and more'));
      }
    } catch (e) {
      box.replaceChildren(element('p', 'hint', 'The service does not answer.'));
    }
  }

  for (const radio of document.querySelectorAll('input[name="map-by"]')) {
    radio.addEventListener('change', () => {
      const last = history.at(-1);
      if (last && last.status.hosts) {
        showMap(last.status.hosts);
      }
    });
  }

  // ---- the controls

  function onSubmit(id, action) {
    $(id).addEventListener('submit', event => {
      event.preventDefault();
      action();
    });
  }

  $('pause').addEventListener('click', () =>
    paused ? command({ command: 'resume' }, 'Resume') : command({ command: 'pause' }, 'Pause'));
  for (const button of document.querySelectorAll('button[data-command]')) {
    button.addEventListener('click', () => command({ command: button.dataset.command }, button.textContent));
  }
  onSubmit('speed-form', () =>
    command({ command: 'speed', value: Number($('speed').value) }, 'Speed ' + $('speed').value));
  onSubmit('rate-form', () =>
    command({ command: 'rate', profile: $('profile').value.trim() }, 'Rate ' + $('profile').value.trim()));
  onSubmit('add-form', () =>
    command({
      command: 'add-hosts',
      count: Number($('add-count').value),
      network: $('add-network').value.trim(),
      seed: Number($('add-seed').value)
    }, 'Add ' + $('add-count').value + ' hosts'));
  onSubmit('remove-form', () => {
    const hosts = $('remove-hosts').value.split(/[\s,;]+/).filter(host => host);
    command({ command: 'remove-hosts', hosts }, 'Remove ' + hosts.length + (hosts.length === 1 ? ' host' : ' hosts'));
  });
  onSubmit('login', () => {
    sessionStorage.setItem(TOKEN, $('token').value.trim());
    $('token').value = '';
    look();
  });
  $('forget').addEventListener('click', () => {
    sessionStorage.removeItem(TOKEN);
    look();
  });

  // ---- every second, while somebody looks

  async function loop() {
    if (!document.hidden && $('login').hidden) {
      await look();
    }
    setTimeout(loop, EVERY_MS);
  }
  loop();
})();

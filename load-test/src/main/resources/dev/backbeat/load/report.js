(() => {
  const number = (v) => {
    if (v === null || v === undefined) return '–';
    if (typeof v === 'boolean') return v ? 'yes' : 'no';
    if (typeof v !== 'number') return String(v);
    const size = Math.abs(v);
    const digits = size >= 1000 || Number.isInteger(v) ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return v.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
  };
  const unitOf = new Map(data.figures.map((f) => [f.name, f.unit]));

  function head() {
    const s = data.settings;
    byId('subtitle').textContent =
      `${s.rooms} rooms × ${s.players} players at ${s.tick_hz} Hz, ${s.input_hz} inputs per second, ` +
      `a turn every ${s.turn_every}, measured ${number(data.measured_seconds)} s · ${s.url} · ${data.at}`;
    const verdict = byId('verdict');
    const broken = data.slo.filter((v) => !v.met).length;
    const said = [];
    if (data.errors) said.push(`${number(data.errors)} errors`);
    if (data.invariant_violations) said.push(`${number(data.invariant_violations)} violations`);
    if (broken) said.push(`${broken} of ${data.slo.length} objectives broken`);
    if (!data.valid) said.push('NOT VALID: the generator was late, stalled or measured nothing');
    verdict.textContent = said.length ? said.join(' · ')
      : 'No errors, no violations' + (data.slo.length ? ', all objectives met' : '');
    verdict.className = said.length ? 'bad' : 'good';
  }

  function tiles() {
    const chosen = [
      ['joined', 'clients joined'], ['delivered_hz', 'delivered'], ['ack_p50_ms', 'ack p50'],
      ['ack_p99_ms', 'ack p99'], ['bytes_per_entity_update', 'per entity update'],
      ['bytes_per_client_per_s', 'per client'], ['server_cpu_us_per_frame', 'server CPU per frame'],
      ['server_rss_mb', 'server memory']];
    for (const [name, label] of chosen) {
      const tile = make('div', undefined, 'tile');
      tile.append(make('b', number(data[name])), make('span', `${unitOf.get(name)} ${label}`.trim()));
      byId('tiles').append(tile);
    }
  }

  function messages() {
    const box = byId('messages');
    for (const text of [...data.violations, ...data.notes]) box.append(make('p', text));
    box.hidden = !box.childElementCount;
  }

  function row(table, cells, classes = []) {
    const tr = make('tr');
    cells.forEach((c, i) => {
      const td = make('td', undefined, classes[i]);
      td.append(c);
      tr.append(td);
    });
    table.append(tr);
  }

  function tables() {
    const slo = byId('slo');
    for (const v of data.slo) {
      row(slo, [make('code', v.slo), number(v.value), make('b', v.met ? 'met' : 'broken', v.met ? 'good' : 'bad')],
        ['', 'number', '']);
    }
    if (!data.slo.length) row(slo, ['None were set.']);
    const errors = byId('errors');
    for (const [kind, count] of Object.entries(data.errors_by_kind)) {
      const first = make('span');
      first.append(make('code', kind), make('br'), make('small', data.error_examples[kind] || ''));
      row(errors, [first, number(count)], ['', 'number']);
    }
    if (!Object.keys(data.errors_by_kind).length) row(errors, ['None.']);
    for (const f of data.figures) {
      const first = make('span');
      first.append(make('code', f.name), make('br'), make('small', f.meaning));
      row(byId('figures'), [first, `${number(data[f.name])} ${f.unit}`.trim()], ['', 'number']);
    }
    for (const [name, value] of Object.entries(data.settings)) {
      const shown = typeof value === 'number' ? String(value) : value === null ? '–' : String(value);
      row(byId('settings'), [make('code', name), make('code', shown)]);
    }
  }

  // ---- Charts ----

  const samples = data.samples;
  const series = (label, name, color) =>
    ({label, color, points: samples.map((s) => ({x: s.at_seconds, y: s[name]}))});
  const overTime = [
    ['Input to acknowledgement', 'ms', [series('p50', 'ack_p50_ms', '--a'), series('p99', 'ack_p99_ms', '--b')]],
    ['Frames received', '1/s', [series('frames', 'frames_per_s', '--a')]],
    ['Payload received', 'kB/s', [series('payload', 'kilobytes_per_s', '--a')]],
    ['Server tick', 'ms', [series('mean', 'server_tick_mean_ms', '--a'), series('p99', 'server_tick_p99_ms', '--b')]],
    ['CPU', 'cores', [series('server', 'server_cpu_cores', '--a'), series('load test', 'generator_cpu_cores', '--b')]],
    ['Server memory', 'MB', [series('resident', 'server_rss_mb', '--a')]],
    ['Lateness of the load test', 'ms', [series('p99', 'generator_late_p99_ms', '--a')]],
  ];
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const shadeWarmup = {
    id: 'warmup',
    beforeDatasetsDraw(chart) {
      const last = samples.filter((s) => !s.measured).pop();
      if (!last || !chart.options.shade) return;
      const {left, top, right, bottom} = chart.chartArea;
      const x = Math.min(right, chart.scales.x.getPixelForValue(last.at_seconds));
      chart.ctx.fillStyle = color('--shade');
      chart.ctx.fillRect(left, top, x - left, bottom - top);
    },
  };

  function axis(title, extra) {
    return {
      title: {display: true, text: title, color: color('--soft')},
      grid: {color: color('--line')}, border: {color: color('--line')},
      ticks: {color: color('--soft'), maxRotation: 0}, ...extra,
    };
  }

  function chart(title, caption, lines, xAxis, yTitle, shade) {
    const figure = make('figure');
    const plot = make('div', undefined, 'plot');
    figure.append(make('h2', title), plot, make('figcaption', caption));
    byId('charts').append(figure);
    if (!lines.some((l) => l.points.some((p) => p.y !== null))) {
      plot.append(make('div', 'not measured', 'empty'));
      return;
    }
    const canvas = make('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${title}, ${yTitle}`);
    plot.append(canvas);
    new Chart(canvas, {
      type: 'line',
      plugins: [shadeWarmup],
      data: {
        datasets: lines.map((l) => ({
          label: l.label, data: l.points, borderColor: color(l.color), backgroundColor: color(l.color),
          borderWidth: 2, pointRadius: l.points.length > 60 ? 0 : 2, tension: 0,
        })),
      },
      options: {
        shade, animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
        interaction: {mode: 'index', intersect: false},
        plugins: {
          legend: {display: lines.length > 1, labels: {color: color('--ink'), boxWidth: 14, boxHeight: 3}},
          tooltip: {callbacks: {label: (i) => `${i.dataset.label}: ${number(i.parsed.y)} ${yTitle}`, title: xAxis.tip}},
        },
        scales: {x: {type: 'linear', ...axis(xAxis.title, xAxis.extra)}, y: axis(yTitle, {beginAtZero: true})},
      },
    });
  }

  function charts() {
    // Percentiles on a scale on which each further nine is as wide as the one before.
    const toX = (p) => -Math.log10(1 - p / 100);
    const fromX = (x) => 100 - 100 * 10 ** -x;
    const percent = (x) => `${Number(fromX(x).toFixed(Math.max(0, Math.ceil(x) - 1)))} %`;
    const curve = data.ack_percentiles_ms.map(([p, ms]) => ({x: toX(p), y: ms}));
    const time = {title: 'seconds since the warm-up began', tip: (i) => `${number(i[0].parsed.x)} s`, extra: {min: 0, max: Math.ceil(Math.max(1, ...samples.map((s) => s.at_seconds)))}};
    overTime.forEach(([title, unit, lines], i) => {
      chart(title, `Per second, ${unit}. Shaded: warm-up.`, lines, time, unit, true);
      if (i === 0) {
        chart('Acknowledgement percentiles', 'Whole measured time, from the moment at which each input was due.',
          [{label: 'latency', color: '--a', points: curve}],
          {title: 'percentile', tip: (t) => percent(t[0].parsed.x),
            extra: {min: 0, ticks: {color: color('--soft'), stepSize: 1, callback: percent}}}, 'ms', false);
      }
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
  }

  head();
  tiles();
  messages();
  tables();
  charts();
})();

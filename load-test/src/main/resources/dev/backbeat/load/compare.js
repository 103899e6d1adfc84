(() => {
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = (v, m) =>
    v.toLocaleString('en', {minimumFractionDigits: m.decimals, maximumFractionDigits: m.decimals});
  const measures = new Map(data.measures.map((m) => [m.id, m]));

  function head() {
    const m = data.machine;
    const s = data.settings;
    byId('subtitle').textContent =
      `${m.date} · ${m.cpu}, ${m.cores} cores, kernel ${m.kernel} · JDK ${m.java}, Node ${m.node} · ` +
      `${s.rooms} rooms × ${s.players} players, ${s['tick-hz']} Hz ticks, ${s['input-hz']} inputs per second and player`;
    byId('how').textContent =
      `Server and generator on one core each. Bars are medians of ${s.rounds} rounds, whiskers the least and the greatest; ` +
      `sustained clients of ${s['sustained-rounds']} rounds. ≥: the server's own limit was not reached. ` +
      '†: only disturbed runs. ‡: did not keep up with the fixed load.';
    const box = byId('messages');
    for (const text of [...data.left_out, ...data.notes]) box.append(make('p', text));
    box.hidden = !box.childElementCount;
  }

  function figure(cell, m) {
    if (!cell.count) return '–';
    const [median, min, max] = [cell.median, cell.min, cell.max].map((v) => number(v, m));
    return (cell.at_least ? '≥ ' : '') + median + (min === max ? '' : ` (${min}–${max})`) + (cell.disturbed ? ' †' : '');
  }

  function ratio(cell) {
    if (cell.ratio === undefined) return '–';
    const bound = {'at least': '≥ ', 'at most': '≤ '}[cell.ratio_bound] || '';
    return bound + cell.ratio.toFixed(2);
  }

  function row(table, cells, tag = 'td') {
    const tr = make('tr');
    cells.forEach((text, i) => tr.append(make(tag, text, i > 0 ? 'number' : '')));
    table.append(tr);
  }

  function table(title, rows, cellOf, withVersion) {
    const box = make('div');
    const scroll = make('div', undefined, 'scroll');
    const t = make('table');
    const shown = data.measures.filter((m) => rows.some((r) => cellOf(r.cells[m.id], m) !== '–'));
    row(t, ['', ...shown.map((m) => m.title + (withVersion && m.unit ? `, ${m.unit}` : ''))], 'th');
    for (const r of rows) {
      const name = r.name + (withVersion && r.version ? ` (${r.version})` : '') + (r.kept_up || !withVersion ? '' : ' ‡');
      row(t, [name, ...shown.map((m) => cellOf(r.cells[m.id], m))]);
    }
    scroll.append(t);
    box.append(make('h2', title), scroll);
    return box;
  }

  // ---- Charts ----

  const whiskers = {
    id: 'whiskers',
    afterDatasetsDraw(chart) {
      const cells = chart.options.cells;
      const ctx = chart.ctx;
      ctx.save();
      ctx.strokeStyle = color('--ink');
      ctx.lineWidth = 1.5;
      chart.getDatasetMeta(0).data.forEach((bar, i) => {
        if (!cells[i].count) return;
        const [from, to] = [cells[i].min, cells[i].max].map((v) => chart.scales.x.getPixelForValue(v));
        const cap = Math.min(6, bar.height / 3);
        ctx.beginPath();
        ctx.moveTo(from, bar.y);
        ctx.lineTo(to, bar.y);
        for (const x of [from, to]) {
          ctx.moveTo(x, bar.y - cap);
          ctx.lineTo(x, bar.y + cap);
        }
        ctx.stroke();
      });
      ctx.restore();
    },
  };

  function chart(box, measure, rows) {
    const shown = rows.filter((r) => r.cells[measure.id].count);
    if (!shown.length) return;
    const cells = shown.map((r) => r.cells[measure.id]);
    const title = measure.title + (measure.unit ? `, ${measure.unit}` : '');
    const panel = make('figure');
    const plot = make('div', undefined, 'plot');
    plot.style.height = `${50 + shown.length * 34}px`;
    const canvas = make('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', title + ': ' + shown.map((r, i) => `${r.name} ${figure(cells[i], measure)}`).join(', '));
    plot.append(canvas);
    panel.append(make('h2', title), plot, make('figcaption', measure.more_is_better ? 'More is better.' : 'Less is better.'));
    box.append(panel);
    const bars = shown.map((r) => color(r.backbeat ? '--b' : '--a'));
    new Chart(canvas, {
      type: 'bar',
      plugins: [whiskers],
      data: {
        labels: shown.map((r) => r.name),
        datasets: [{data: cells.map((c) => c.median), backgroundColor: bars, maxBarThickness: 22}],
      },
      options: {
        cells, indexAxis: 'y', animation: false, responsive: true, maintainAspectRatio: false,
        plugins: {legend: {display: false}, tooltip: {callbacks: {label: (i) => figure(cells[i.dataIndex], measure)}}},
        scales: {
          x: {beginAtZero: true, suggestedMax: Math.max(...cells.map((c) => c.max)), grid: {color: color('--line')}, ticks: {color: color('--soft'), maxRotation: 0, maxTicksLimit: 6}},
          y: {grid: {display: false}, ticks: {color: color('--ink')}},
        },
      },
    });
  }

  function cases() {
    const charted = ['SUSTAINED', 'CPU_US', 'CPU_USER_US', 'BYTES_PER_ENTITY', 'ACK_P50', 'ACK_P99', 'RSS'];
    for (const c of data.cases) {
      const section = make('section');
      const title = make('h2', c.title.charAt(0).toUpperCase() + c.title.slice(1), 'case');
      const tables = make('div', undefined, 'tables stacked');
      const charts = make('div', undefined, 'charts');
      tables.append(table('Figures', c.rows, figure, true));
      const backbeat = c.rows.find((r) => r.backbeat);
      const others = c.rows.filter((r) => !r.backbeat);
      if (backbeat && others.length) tables.append(table('Backbeat : the other', others, ratio, false));
      section.append(title, charts, tables);
      byId('cases').append(section);
      for (const id of charted) chart(charts, measures.get(id), c.rows);
    }
    for (const part of ['machine', 'settings']) {
      for (const [name, value] of Object.entries(data[part])) row(byId(part), [name, value]);
    }
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
  }

  head();
  cases();
})();

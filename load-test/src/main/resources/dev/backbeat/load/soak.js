(() => {
  const number = (v) => v === null || v === undefined ? '–'
    : v.toLocaleString('en', {maximumFractionDigits: Number.isInteger(v) ? 0 : 2});

  const s = data.settings;
  byId('subtitle').textContent =
    `${s.clients} clients for ${s.minutes} minutes, seed ${s.seed}, JDK ${s.java} · ${data.at}`;
  byId('verdict').textContent = data.summary;
  byId('verdict').className = data.flat ? 'good' : 'bad';

  function row(table, cells, tag = 'td') {
    const tr = make('tr');
    cells.forEach((c, i) => {
      const cell = make(tag, undefined, i ? 'number' : '');
      cell.append(c);
      tr.append(cell);
    });
    table.append(tr);
  }

  row(byId('resources'),
    ['resource', 'verdict', 'rises by, or stands at', 'at most', 'before', 'after'], 'th');
  for (const r of data.resources) {
    const verdict = !r.measured ? make('span', 'not measured')
      : make('b', r.grows ? 'grows' : 'flat', r.grows ? 'bad' : 'good');
    row(byId('resources'), [`${r.name} ${r.unit && `(${r.unit})`}`, verdict, 
      number(r.kept_s ? r.highest : r.trend), number(r.kept_s ? r.allowed : r.trend_limit),
      number(r.before), number(r.after)]);
  }
  for (const [kind, count] of Object.entries(data.counts)) {
    row(byId('counts'), [make('code', kind), number(count)]);
  }

  const style = getComputedStyle(document.body);
  // The churn that counts is shaded; before it the server warms up, behind it everybody has left.
  const churn = {
    id: 'churn',
    beforeDraw(chart) {
      const {ctx, chartArea: a, scales: {x}} = chart;
      const from = Math.max(a.left, x.getPixelForValue(data.churn_from_s));
      const to = Math.min(a.right, x.getPixelForValue(data.churn_to_s));
      ctx.fillStyle = 'rgba(128,128,128,0.10)';
      ctx.fillRect(from, a.top, to - from, a.bottom - a.top);
    },
  };
  for (const r of data.resources) {
    if (!r.values.length) continue;
    const figure = make('figure');
    const canvas = make('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${r.name}: ${r.meaning}`);
    const box = make('div', undefined, 'plot');
    box.append(canvas);
    figure.append(make('figcaption', `${r.meaning}${r.unit ? `, ${r.unit}` : ''}`), box);
    byId('charts').append(figure);
    const colour = r.grows ? '#d33' : '#2a7de1';
    new Chart(canvas, {
      type: 'line',
      data: {
        datasets: [{
          data: r.values.map((y, i) => ({x: r.seconds[i], y})),
          borderColor: colour, borderWidth: 1.5, pointRadius: 0,
        }],
      },
      options: {
        animation: false, parsing: false, maintainAspectRatio: false,
        plugins: {legend: {display: false}},
        scales: {
          x: {type: 'linear', title: {display: true, text: 's'}, ticks: {color: style.color}},
          y: {beginAtZero: true, ticks: {color: style.color}},
        },
      },
      plugins: [churn],
    });
  }
})();

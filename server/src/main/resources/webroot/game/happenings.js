/** Turns the world's events into light and sound, at the moment at which they are seen. */
const QUEUE_LIMIT = 512;
const TURN = Math.PI * 2;

export class Happenings {
  /** @param {{scene: object, sound: object, hud: object}} parts */
  constructor({ scene, sound, hud }) {
    this.scene = scene;
    this.sound = sound;
    this.hud = hud;
    this.queue = [];
  }

  /** Begins with a room; `shots` are the own ship's, null for watchers. */
  enter(client, shots) {
    this.client = client;
    this.shots = shots;
    this.queue.length = 0;
  }

  /** An event from the server. What concerns the own ship is shown at once, the rest in its time. */
  add(event) {
    if (this.#isOwn(event)) {
      if (!this.#wasShown(event)) {
        this.#show(event);
      }
    } else if (this.queue.length < QUEUE_LIMIT) {
      this.queue.push(event);
    }
  }

  /** Shows what is due at the render tick. */
  update(renderTick) {
    let kept = 0;
    for (const event of this.queue) {
      if (event.tick <= renderTick) {
        this.#show(event);
      } else {
        this.queue[kept++] = event;
      }
    }
    this.queue.length = kept;
  }

  #wasShown(event) {
    return (event.name === 'rail' || event.name === 'shot') && this.shots !== null && this.shots.told(event);
  }

  #isOwn(event) {
    const { world, welcome } = this.client;
    const me = world.ownEntityId;
    switch (event.name) {
      case 'rail':
      case 'shot':
        return event.args[0] === me;
      case 'hit':
        return event.args[0] === me || event.args[2] === welcome.player;
      case 'pickup':
      case 'spawn':
        return event.args[0] === welcome.player;
      case 'kill':
        return true;
      default:
        return false;
    }
  }

  #show(event) {
    const q = this.scene.quantum;
    const x = event.x * q;
    const y = event.y * q;
    const { effects } = this.scene;
    const near = this.scene.camera.sees(x, y, 300);
    switch (event.name) {
      case 'shot': {
        if (near) {
          const e = this.client.world.entities.get(event.args[0]);
          const aim = e ? (e.values[this.scene.f.aim] / 256) * TURN : 0;
          this.flash(x, y, aim, this.#ownerOf(event.args[0]));
        }
        break;
      }
      case 'rail':
        this.beam(x, y, event.args[1] * q, event.args[2] * q, this.#ownerOf(event.args[0]));
        break;
      case 'hit':
        this.#hit(event, x, y, near);
        break;
      case 'kill':
        this.#kill(event, x, y, near);
        break;
      case 'pickup': {
        const health = event.args[1] === 0;
        effects.ring(x, y, 46, 0.45, health ? '#5ee6a8' : '#b98cff');
        effects.burst(x, y, 14, 150, 0.5, 10, health ? '#5ee6a8' : '#b98cff');
        if (event.args[0] === this.client.welcome.player) {
          effects.rise(x, y, health ? '+ health' : '+ rail', health ? '#5ee6a8' : '#c9a5ff');
          this.sound.pickup();
        }
        break;
      }
      case 'spawn':
        effects.ring(x, y, 70, 0.6, '#8feaff');
        effects.ring(x, y, 40, 0.9, '#ffffff');
        break;
      default:
    }
  }

  /** A blaster fires: its muzzle flashes. World px; `aim` in radians. */
  flash(x, y, aim, player) {
    const mx = x + Math.cos(aim) * 20;
    const my = y + Math.sin(aim) * 20;
    this.scene.effects.spark(mx, my, 0, 0, 0.1, 44, this.scene.colorOf(player));
    this.sound.shot();
  }

  /** A rail gun fires. World px. */
  beam(x, y, x1, y1, player) {
    this.scene.effects.beam(x, y, x1, y1, this.scene.colorOf(player));
    this.sound.rail(this.scene.camera.sees(x, y, 300));
  }

  #hit(event, x, y, near) {
    if (!near) {
      return;
    }
    const { effects } = this.scene;
    effects.burst(x, y, 12, 260, 0.35, 10, '#ffe9b0');
    if (event.args[0] === this.client.world.ownEntityId) {
      this.scene.camera.shake = Math.min(26, this.scene.camera.shake + event.args[1] * 0.5);
      this.hud.hurt();
      this.sound.hurt();
    } else if (event.args[2] === this.client.welcome.player) {
      effects.rise(x, y, String(event.args[1]), '#ffd27d');
      this.sound.hit();
    }
  }

  #kill(event, x, y, near) {
    const [killer, victim, weapon] = event.args;
    const me = this.client.welcome.player;
    this.hud.killed(event.texts[0] ?? '', event.texts[1] ?? '', weapon, killer === me, victim === me);
    if (near && (x !== 0 || y !== 0)) {
      this.scene.effects.explosion(x, y, this.scene.colorOf(victim));
      this.scene.camera.shake = Math.min(30, this.scene.camera.shake + 10);
    }
    this.sound.explosion(near);
  }

  #ownerOf(id) {
    const e = this.client.world.entities.get(id);
    return e ? e.values[this.scene.f.owner] : 0;
  }
}

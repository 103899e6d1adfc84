package dev.backbeat.load.protocol;

import java.util.BitSet;

/**
 * What a client keeps of the state of the Colyseus peer's room: a map {@code players} from session
 * id to an instance with, among others, a field {@code lastSeq}. It knows how many players there
 * are and the newest {@code lastSeq} of its own. Not thread-safe.
 */
final class ColyseusRoom implements SchemaDecoder.Listener {
  private static final String PLAYERS = "players";
  private static final String SEQUENCE = "lastSeq";

  private final String sessionId;
  private final SchemaDecoder decoder;
  private final int playersField;
  private final int sequenceField;
  private final BitSet entries = new BitSet();
  private int playersRef = -1;
  private int ownRef = -1;
  private long ownSequence;

  /**
   * @throws SchemaException if the room is another one
   */
  ColyseusRoom(SchemaReflection reflection, String sessionId) {
    this.sessionId = sessionId;
    this.decoder = new SchemaDecoder(reflection.types(), reflection.rootType());
    int rootType = reflection.rootType();
    if (rootType < 0 || rootType >= reflection.types().size()) {
      throw new SchemaException("there is no type " + rootType);
    }
    SchemaField[] root = reflection.types().get(rootType);
    playersField = indexOf(root, PLAYERS);
    int child = root[playersField].child();
    if (child < 0 || child >= reflection.types().size()) {
      throw new SchemaException("the state's players have no type");
    }
    sequenceField = indexOf(reflection.types().get(child), SEQUENCE);
  }

  private static int indexOf(SchemaField[] fields, String name) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].name().equals(name)) {
        return i;
      }
    }
    throw new SchemaException("the state has no " + name);
  }

  /**
   * Applies a full state or a patch.
   *
   * @throws SchemaException if it does not fit the schema
   */
  void apply(byte[] data, int offset, int length) {
    decoder.decode(data, offset, length, this);
  }

  @Override
  public void onValue(int ref, int type, int field, SchemaBytes in) {
    if (ref == ownRef && field == sequenceField) {
      ownSequence = in.peekUnsignedInt();
    }
  }

  @Override
  public void onReference(int holder, int index, String key, int ref) {
    if (holder == 0 && index == playersField) {
      playersRef = ref;
    } else if (holder == playersRef) {
      entries.set(index);
      if (sessionId.equals(key)) {
        ownRef = ref;
      }
    }
  }

  @Override
  public void onRemoved(int collection, int index) {
    if (collection == playersRef) {
      entries.clear(index);
    }
  }

  @Override
  public void onCleared(int collection) {
    if (collection == playersRef) {
      entries.clear();
    }
  }

  int players() {
    return entries.cardinality();
  }

  /** Whether the own player was seen. */
  boolean present() {
    return ownRef >= 0;
  }

  /** The newest input that the server applied to the own player. */
  long ownSequence() {
    return ownSequence;
  }
}

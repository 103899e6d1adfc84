package dev.backbeat.load.protocol;

/** Bytes of a Colyseus server that do not mean what its schema says. */
final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }
}

package dev.backbeat.server.gateway;

import io.vertx.core.Future;

/** Says who a client is, before the upgrade. Called on gateway loops; must not block. */
interface Authenticator {
  /**
   * Who shows this credential.
   *
   * @param ticket a signed ticket, or null: a guest
   * @return the identity, or a failure with {@link RefusedException}
   */
  Future<Identity> authenticate(String ticket);

  /**
   * Who somebody is.
   *
   * @param player stable id, or empty for guests
   * @param name that others shall see, or empty: the client may choose
   */
  record Identity(String player, String name) {
    /** A guest. */
    static final Identity GUEST = new Identity("", "");
  }

  /** The credential is not accepted. Without a stack trace: it is an answer, not a fault. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String sentence) {
      super(sentence, null, false, false);
    }
  }
}

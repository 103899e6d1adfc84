package dev.backbeat.server.admin;

/** A call that is answered with an error. Without a stack trace: it is an answer, not a fault. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param code stable, for programs
   * @param sentence for people
   */
  ApiException(int status, String code, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.code = code;
  }

  static ApiException badRequest(String sentence) {
    return new ApiException(400, "BAD_REQUEST", sentence);
  }

  static ApiException notFound(String sentence) {
    return new ApiException(404, "NOT_FOUND", sentence);
  }

  static ApiException conflict(String sentence) {
    return new ApiException(409, "CONFLICT", sentence);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}

package dev.backbeat.server.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is fuzzed. */
enum FuzzTarget {
  /** The WebSocket frame parser against Netty's, however the stream is cut. */
  FRAME_PARSER(
      "dev.backbeat.server.gateway.FrameParserFuzz", "io.netty.handler.codec.http.websocketx.**"),
  /** The client's decoder of columns: any frames, any schema. */
  COLUMN_DECODER("dev.backbeat.server.fuzz.ColumnDecoderFuzz"),
  /** What the column encoder writes, the decoder reads. */
  COLUMN_ROUND_TRIP("dev.backbeat.server.fuzz.ColumnRoundTripFuzz"),
  /** Connections of a room that is stepped by hand: frames, messages, inputs, resumes. */
  CONNECTION("dev.backbeat.server.gateway.ConnectionFuzz"),
  /** The JSON subprotocol's decoder. */
  JSON("dev.backbeat.server.gateway.JsonMessageFuzz", "com.google.protobuf.util.**"),
  /** Names and chat lines. */
  TEXT("dev.backbeat.server.gateway.TextFuzz"),
  /** The configuration file. */
  CONFIG("dev.backbeat.server.fuzz.ConfigFuzz"),
  /** What a client shows in the upgrade, tickets verified. */
  CREDENTIAL("dev.backbeat.server.gateway.CredentialFuzz", "io.vertx.ext.auth.**"),
  /** X-Forwarded-For and Forwarded. */
  FORWARDED("dev.backbeat.server.gateway.ForwardedFuzz"),
  /** The PROXY header, however the stream is cut. */
  PROXY_HEADER("dev.backbeat.server.gateway.ProxyHeaderFuzz", "io.netty.handler.codec.haproxy.**"),
  /** Resume tokens. */
  RESUME_TOKEN("dev.backbeat.server.session.ResumeTokenFuzz");

  private final String className;
  private final List<String> libraries;

  FuzzTarget(String className, String... libraries) {
    this.className = className;
    this.libraries = List.of(libraries);
  }

  /** As it is named on the command line and in folders. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static FuzzTarget of(String title) {
    return Arrays.stream(values())
        .filter(target -> target.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no target " + title + "; there are " + titles()));
  }

  static String titles() {
    return Arrays.stream(values()).map(FuzzTarget::title).collect(Collectors.joining(", "));
  }

  String className() {
    return className;
  }

  /** Classes whose branches guide the fuzzer, as Jazzer's patterns. */
  String instrumented() {
    return "dev.backbeat.**" + libraries.stream().map(l -> ":" + l).collect(Collectors.joining());
  }

  /** Runs one input; whatever is thrown is a finding. */
  void run(byte[] input) throws Throwable {
    try {
      Class.forName(className).getMethod("fuzzerTestOneInput", byte[].class).invoke(null, input);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The inputs to start from. */
  @SuppressWarnings("unchecked") // Each target has it so; a test calls them all.
  List<byte[]> seeds() throws ReflectiveOperationException {
    return (List<byte[]>) Class.forName(className).getMethod("seeds").invoke(null);
  }
}

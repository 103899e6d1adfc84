package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Serves the page at {@code /}, the .proto files and the library that the page uses. */
final class WebPages {
  private static final String REVALIDATE = "no-cache";
  private static final String ONE_DAY = "public, max-age=86400";

  /**
   * protobufjs compiles its decoders with eval; everything else comes from this server, except that
   * a page may be sent on to another server's WebSocket.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'; connect-src 'self' ws: wss:";

  private final WebFiles files;
  private final Map<String, String> libraries = new TreeMap<>();
  private final String contentSecurityPolicy;

  /** The page may also read through the lab's ports, as it does on its way to the WebSocket. */
  WebPages(WebFiles files, ServerConfig.Lab lab) {
    this.files = files;
    StringBuilder policy = new StringBuilder(CONTENT_SECURITY_POLICY);
    lab.ports().values().forEach(port -> policy.append(" *:").append(port));
    this.contentSecurityPolicy = policy.toString();
    Properties versions = new Properties();
    try (InputStream in = WebPages.class.getResourceAsStream("webjars.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("webjars.properties is missing from the jar", e);
    }
    versions.forEach((name, version) -> libraries.put((String) name, (String) version));
  }

  void addTo(Router router) {
    router
        .route("/proto/*")
        .handler(r -> serve(r, "", rest(r, "/proto/", "backbeat/v1/"), REVALIDATE));
    router.route("/webjars/*").handler(this::library);
    router.route("/*").handler(this::page);
  }

  private void page(RoutingContext routing) {
    String path = routing.normalizedPath().substring(1);
    serve(
        routing,
        "webroot/",
        path.isEmpty() || path.endsWith("/") ? path + "index.html" : path,
        REVALIDATE);
  }

  private void library(RoutingContext routing) {
    String path = rest(routing, "/webjars/", "");
    int slash = path.indexOf('/');
    String version = slash < 0 ? null : libraries.get(path.substring(0, slash));
    if (version == null) {
      notFound(routing);
    } else {
      String folder =
          "META-INF/resources/webjars/" + path.substring(0, slash) + '/' + version + '/';
      serve(routing, folder, path.substring(slash + 1), ONE_DAY);
    }
  }

  /** The path behind a prefix; empty if it does not begin as it must. */
  private static String rest(RoutingContext routing, String prefix, String mustBegin) {
    String rest = routing.normalizedPath().substring(prefix.length());
    return rest.startsWith(mustBegin) ? rest : "";
  }

  private void serve(RoutingContext routing, String folder, String path, String caching) {
    HttpMethod method = routing.request().method();
    if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
      routing.response().putHeader("Allow", "GET, HEAD");
      HttpAnswers.refuse(
          routing, new Refusal(405, ErrorCode.ERROR_NOT_FOUND, "only GET is possible here"));
      return;
    }
    files
        .find(folder, path)
        .onSuccess(
            file -> file.ifPresentOrElse(f -> send(routing, f, caching), () -> notFound(routing)))
        .onFailure(routing::fail);
  }

  private void send(RoutingContext routing, WebFiles.WebFile file, String caching) {
    HttpServerResponse response = routing.response();
    if (response.closed()) {
      return;
    }
    response
        .putHeader("Content-Type", file.type())
        .putHeader("ETag", file.etag())
        .putHeader("Cache-Control", caching);
    if (file.type().startsWith("text/html")) {
      response.putHeader("Content-Security-Policy", contentSecurityPolicy);
    }
    if (file.etag().equals(routing.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    String accepted = routing.request().getHeader("Accept-Encoding");
    boolean gzip = file.gzip() != null && accepted != null && accepted.contains("gzip");
    if (gzip) {
      response.putHeader("Content-Encoding", "gzip");
    }
    var body = gzip ? file.gzip() : file.plain();
    if (routing.request().method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", String.valueOf(body.length())).end();
    } else {
      response.end(body);
    }
  }

  private static void notFound(RoutingContext routing) {
    HttpAnswers.refuse(
        routing,
        new Refusal(
            404,
            ErrorCode.ERROR_NOT_FOUND,
            "there is nothing here; the game is at / and its WebSocket at /play"));
  }
}

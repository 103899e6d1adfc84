package dev.backbeat.server.ops;

/** What the build says of itself. */
public final class BuildInfo {
  private BuildInfo() {}

  /** The version in the jar's manifest; "development" outside of a jar. */
  public static String version() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

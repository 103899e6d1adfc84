package dev.backbeat.server.ops;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which proxies stand in front of the server and are believed. */
final class ProxyOptions {
  @Option(
      names = "--trusted-proxies",
      paramLabel = "CIDR",
      split = ",",
      description =
          "Addresses and networks of the proxies in front of the server, such as"
              + " 127.0.0.1,10.0.0.0/8,fd00::/8. Only what they say of a client's address is"
              + " believed. Default: none.")
  List<String> trustedProxies;

  @Option(
      names = "--proxy-protocol",
      paramLabel = "on|off",
      defaultValue = "off",
      description =
          "Whether each connection of a trusted proxy begins with a PROXY protocol header, version"
              + " 1 or 2. Needs --trusted-proxies. Default: ${DEFAULT-VALUE}.")
  OverloadOptions.Switch proxyProtocol;

  @Option(
      names = "--forwarded-header",
      paramLabel = "auto|x-forwarded-for|forwarded|none",
      defaultValue = "auto",
      description =
          "In which header the trusted proxies name the client; the others of these headers are not"
              + " read, for a proxy that does not set one hands on the client's. auto = none with"
              + " --proxy-protocol on, else x-forwarded-for. Default:"
              + " ${DEFAULT-VALUE}.")
  ServerConfig.ForwardedHeader forwardedHeader;

  ServerConfig.Proxies proxies(ListenOptions.Checks checks) {
    List<AddressRange> trusted = new ArrayList<>();
    for (String range : trustedProxies == null ? List.<String>of() : trustedProxies) {
      try {
        trusted.add(AddressRange.parse(range.strip()));
      } catch (IllegalArgumentException e) {
        throw checks.usage("--trusted-proxies: " + e.getMessage());
      }
    }
    if (proxyProtocol == OverloadOptions.Switch.ON && trusted.isEmpty()) {
      throw checks.usage(
          "--proxy-protocol on needs --trusted-proxies, or anybody could claim any address");
    }
    return new ServerConfig.Proxies(
        List.copyOf(trusted), proxyProtocol == OverloadOptions.Switch.ON, forwardedHeader);
  }
}

package dev.backbeat.server.admission;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a ticket says, checked.
 *
 * @param player the player's stable id ({@code sub})
 * @param name that others see; empty = the client may choose
 * @param room the only room it is for; empty = any
 * @param game the only game it is for; empty = any
 * @param roles for the game's author, in the ticket's order
 * @param id of the ticket ({@code jti}); empty = it has none
 * @param expiresAtSeconds since 1970 ({@code exp})
 */
public record Ticket(
    String player,
    String name,
    String room,
    String game,
    List<String> roles,
    String id,
    long expiresAtSeconds) {
  /** A player with this role may watch only. */
  public static final String WATCHER_ROLE = "watcher";

  static final int MAX_PLAYER_CHARACTERS = 64;
  static final int MAX_ID_CHARACTERS = 128;
  static final int MAX_ROLES = 16;

  private static final Pattern PLAYER =
      Pattern.compile("[\\x21-\\x7e]{1," + MAX_PLAYER_CHARACTERS + "}");
  private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern GAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9._:-]{1,32}");
  private static final String ANY = "any";

  /** Copies the roles. */
  public Ticket {
    roles = List.copyOf(roles);
  }

  /** Whether a ticket can have this as the player's id. */
  static boolean isPlayer(String id) {
    return PLAYER.matcher(id).matches();
  }

  /**
   * Reads verified claims, and what a backend asks a ticket for: {@code sub} or {@code player}.
   *
   * @param playerKey the claim with the player's id
   * @throws BadTicketException with a sentence
   */
  static Ticket read(JsonObject claims, String playerKey, long expiresAtSeconds)
      throws BadTicketException {
    String player = text(claims, playerKey);
    if (!isPlayer(player)) {
      throw new BadTicketException(
          playerKey
              + " must be the player's id: 1 to "
              + MAX_PLAYER_CHARACTERS
              + " characters of ASCII without spaces");
    }
    String id = text(claims, "jti");
    if (id.length() > MAX_ID_CHARACTERS) {
      throw new BadTicketException("jti has more than " + MAX_ID_CHARACTERS + " characters");
    }
    String room = text(claims, "room");
    return new Ticket(
        player,
        text(claims, "name"),
        room.equals(ANY) ? "" : matching("room", room, ROOM),
        matching("game", text(claims, "game"), GAME),
        roles(claims),
        id,
        expiresAtSeconds);
  }

  private static String text(JsonObject claims, String key) throws BadTicketException {
    Object value = claims.getValue(key);
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    throw new BadTicketException(key + " must be a string");
  }

  private static String matching(String key, String value, Pattern pattern)
      throws BadTicketException {
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      throw new BadTicketException(key + " must match " + pattern + " or be left out");
    }
    return value;
  }

  private static List<String> roles(JsonObject claims) throws BadTicketException {
    Object value = claims.getValue("roles");
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || array.size() > MAX_ROLES) {
      throw new BadTicketException("roles must be an array of at most " + MAX_ROLES + " strings");
    }
    List<String> roles = new ArrayList<>();
    for (Object role : array) {
      if (!(role instanceof String text) || !ROLE.matcher(text).matches()) {
        throw new BadTicketException("each of roles must match " + ROLE);
      }
      roles.add(text);
    }
    return roles;
  }

  /** Whether its holder may watch only. */
  public boolean watchOnly() {
    return roles.contains(WATCHER_ROLE);
  }
}

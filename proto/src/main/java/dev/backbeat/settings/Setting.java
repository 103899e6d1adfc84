package dev.backbeat.settings;

/**
 * A value that somebody gave, and where.
 *
 * @param value as it was written, without blanks around it
 * @param origin for people: {@code flag}, {@code environment BACKBEAT_PORT}, {@code
 *     /etc/backbeat.properties:12}
 */
public record Setting(String value, String origin) {}

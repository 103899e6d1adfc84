/**
 * Settings of the command-line programs, in layers: flag, environment variable, file, default.
 *
 * <p>JDK alone. The programs' option parser asks here for the default of an option that was not
 * given.
 */
package dev.backbeat.settings;

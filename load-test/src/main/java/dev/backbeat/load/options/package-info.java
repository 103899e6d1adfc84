/** Options that several commands have, and what is true of all options. Any thread. */
package dev.backbeat.load.options;

/** Games that are made for tests alone, on the class path as a game author's would be. */
package dev.backbeat.server.testgames;

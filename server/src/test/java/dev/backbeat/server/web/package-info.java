/** Tests of the web side: the JavaScript SDK in Node, the game page in a real browser. */
package dev.backbeat.server.web;

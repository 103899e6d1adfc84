/** The protocol's constants: versions, subprotocols, close codes. */
package dev.backbeat.protocol;

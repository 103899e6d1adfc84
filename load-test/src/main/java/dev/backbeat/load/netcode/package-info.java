/**
 * What players feel of a network: prediction, interpolation, input lead and lag compensation,
 * played through the network lab by the Java client and, in Chromium, by the JavaScript SDK.
 *
 * <p>Players only note what they see ({@link dev.backbeat.load.netcode.PlayerLog}); what it means
 * is computed in one place for both clients ({@link dev.backbeat.load.netcode.RowFigures}).
 */
package dev.backbeat.load.netcode;

/**
 * Rules that both ends compute alike, and what they may read.
 *
 * <p>A rule is {@code step(int[] state, int[] input, StaticMap map)}: integer state in, integer
 * state out, nothing else read. Classes here import {@code java.lang} alone, so that they can be
 * compiled for the browser.
 */
package dev.backbeat.rule;

/**
 * Reports as one HTML file each: template, style, script, chart library and data in it, so that it
 * can be mailed and read without a network. Any thread.
 */
package dev.backbeat.load.page;

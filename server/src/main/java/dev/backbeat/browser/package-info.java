/**
 * Rules as ES modules: what the build compiles to JavaScript for pages that predict. TeaVM turns
 * each class here, with the rule that it names, into {@code webroot/rules/<name>.js}. No Java
 * program uses this package and it is in no jar.
 */
package dev.backbeat.browser;

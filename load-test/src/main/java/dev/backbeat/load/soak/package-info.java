/**
 * {@code soak}: churn for minutes or hours, and whether the server is the same afterwards. Clients
 * that come, go, break and stall ({@code SoakLoad}, {@code SideTraffic}), what the server's process
 * and metrics say once per period ({@code SoakProbe}), and the verdict on each of those series
 * ({@code Growth}).
 */
package dev.backbeat.load.soak;

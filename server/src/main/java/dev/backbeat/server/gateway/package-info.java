/**
 * Sockets: HTTP, upgrade, authentication, decoding, writing, closing.
 *
 * <p>First and last step of the flow. One verticle per event loop; a connection belongs to one loop
 * for its life.
 *
 * <p>A client's way: {@link dev.backbeat.server.gateway.UpgradeHandler} lets it in, {@link
 * dev.backbeat.server.gateway.PipelineTakeover} makes its socket a {@link
 * dev.backbeat.server.gateway.Connection}. There frames come in by {@link
 * dev.backbeat.server.gateway.WholeFrameReader} or {@link
 * dev.backbeat.server.gateway.FrameReceiver}, {@link dev.backbeat.server.gateway.ClientMessages}
 * does what they say, {@link dev.backbeat.server.gateway.Participant} joins, resumes and leaves,
 * and {@link dev.backbeat.server.gateway.ClientOutlet} is what rooms write to. {@link
 * dev.backbeat.server.gateway.Sweep} looks after all of them.
 */
package dev.backbeat.server.gateway;

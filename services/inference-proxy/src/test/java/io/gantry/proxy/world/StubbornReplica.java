package io.gantry.proxy.world;

import io.gantry.events.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// A replica that takes a request's first bytes, reads nothing more, and answers when it is told
/// to.
public final class StubbornReplica implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 16 * 1024;

    private final ServerSocket server;
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final boolean hangsUp;

    public StubbornReplica(String answer) throws IOException {
        this(answer, false);
    }

    /// One that answers at once and then closes the connection.
    public static StubbornReplica ending(String answer) throws IOException {
        StubbornReplica replica = new StubbornReplica(answer, true);
        replica.answer();
        return replica;
    }

    private StubbornReplica(String answer, boolean hangsUp) throws IOException {
        this.hangsUp = hangsUp;
        server = new ServerSocket();
        server.setReceiveBufferSize(RECEIVE_BUFFER);
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> serve(answer));
    }

    public Endpoint endpoint() {
        int port = server.getLocalPort();
        return new Endpoint("replica-" + port, "127.0.0.1", port, "local", true, 10L);
    }

    public void answer() {
        mayAnswer.countDown();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve(String answer) {
        try (Socket connection = server.accept()) {
            if (connection.getInputStream().read() >= 0) {
                mayAnswer.await();
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
            if (hangsUp) {
                connection.shutdownOutput();
            }
            // Otherwise the proxy has to end it.
            connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

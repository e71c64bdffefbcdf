package io.gantry.loader.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands before a server and resets the connections of some requests in the middle of the answer.
public final class ResettingProxy implements AutoCloseable {

    private static final int BEFORE_RESET = 5_000;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger resets = new AtomicInteger();
    private final int target;
    private final int wanted;

    /// @param target port of the server
    /// @param wanted how many connections to reset
    public ResettingProxy(int target, int wanted) throws IOException {
        this.target = target;
        this.wanted = wanted;
        var _ = threads.submit(this::accept);
    }

    public String uri(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    public int resets() {
        return resets.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            var _ = threads.submit(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws IOException {
        try (client;
                Socket origin = new Socket(InetAddress.getLoopbackAddress(), target)) {
            var _ =
                    threads.submit(
                            () -> client.getInputStream().transferTo(origin.getOutputStream()));
            InputStream answers = origin.getInputStream();
            byte[] buffer = new byte[1_000];
            int passed = 0;
            for (int count = answers.read(buffer); count >= 0; count = answers.read(buffer)) {
                client.getOutputStream().write(buffer, 0, count);
                passed += count;
                if (passed > BEFORE_RESET && resets.get() < wanted) {
                    resets.incrementAndGet();
                    // Closing sends a reset then, rather than an orderly end.
                    client.setSoLinger(true, 0);
                    return null;
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}

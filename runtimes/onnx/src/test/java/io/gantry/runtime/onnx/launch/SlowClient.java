package io.gantry.runtime.onnx.launch;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A client that takes of an answer no more than it is told to.
final class SlowClient implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 16 * 1024;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final DataInputStream answer;

    SlowClient(URI server) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        answer = new DataInputStream(socket.getInputStream());
    }

    void post(String path, String body) throws IOException {
        String request =
                "POST %s HTTP/1.1\r\nHost: server\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /// Takes the first line.
    String status() throws IOException {
        return line();
    }

    /// Takes the headers and all that is left of the body, which is less than announced when the
    /// server cuts it off.
    byte[] body() throws IOException {
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length: ", 0, 16)) {
                length = Integer.parseInt(header.substring(16));
            }
        }
        return answer.readNBytes(length);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (char c = next(); c != '\n'; c = next()) {
            line.append(c);
        }
        return line.toString().stripTrailing();
    }

    private char next() throws IOException {
        return (char) answer.readUnsignedByte();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

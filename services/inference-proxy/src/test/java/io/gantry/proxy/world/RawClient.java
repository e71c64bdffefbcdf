package io.gantry.proxy.world;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client on a connection of its own, which sends what it is given byte by byte and takes of an
/// answer no more than it is told to.
public final class RawClient implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 16 * 1024;
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final DataInputStream answer;

    public RawClient(int port) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        answer = new DataInputStream(socket.getInputStream());
    }

    public void post(String path, String body) throws IOException {
        send(
                "POST %s HTTP/1.1\r\nHost: proxy\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, body.length(), body));
    }

    public void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /// Takes the status line and the headers.
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /// Takes one line.
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answer.readUnsignedByte(); c != '\n'; c = answer.readUnsignedByte()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /// Takes so many bytes, or what comes until the proxy closes the connection.
    public byte[] take(int bytes) throws IOException {
        return answer.readNBytes(bytes);
    }

    /// Takes what comes until it ends like this.
    public String until(String end) throws IOException {
        StringBuilder taken = new StringBuilder();
        while (taken.indexOf(end, Math.max(0, taken.length() - end.length())) < 0) {
            taken.append((char) answer.readUnsignedByte());
        }
        return taken.toString();
    }

    /// Takes what comes until the proxy closes the connection, which it has to.
    public String drain() throws IOException {
        return new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

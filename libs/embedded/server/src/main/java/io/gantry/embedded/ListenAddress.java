package io.gantry.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.function.Function;

/// Where a service listens; port 0 stands for any free one.
record ListenAddress(String service, String host, int port) {

    static final String LOOPBACK = "127.0.0.1";

    private static final int ATTEMPTS = 3;

    /// Where clients find it: a wildcard is nothing to connect to.
    String clientHost() {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getHostAddress()
                    : host;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("%s cannot listen on %s".formatted(service, host), e);
        }
    }

    /// Starts something on this address. Kafka and PostgreSQL take only a port number, so a free
    /// port is chosen before they bind it and another process may be faster: then another free one
    /// is tried. A given port is tried once.
    <T> T bind(Function<ListenAddress, T> starter) {
        return bindApartFrom(0, starter);
    }

    /// Starts something on this address and not on that port, which is free only because nobody has
    /// bound it yet.
    <T> T bindApartFrom(int taken, Function<ListenAddress, T> starter) {
        if (port != 0) {
            requireFree();
            return starter.apply(this);
        }
        for (int attempt = 1; ; attempt++) {
            ListenAddress chosen = new ListenAddress(service, host, freePortBut(taken));
            try {
                return starter.apply(chosen);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || chosen.isFree()) {
                    throw e;
                }
            }
        }
    }

    private int freePortBut(int taken) {
        int free = freePort();
        return free == taken ? freePortBut(taken) : free;
    }

    int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw cannotListen(e);
        }
    }

    private void requireFree() {
        if (!isFree()) {
            throw new PortInUseException(this);
        }
    }

    private boolean isFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains("in use")) {
                return false;
            }
            throw cannotListen(e);
        } catch (IOException e) {
            throw cannotListen(e);
        }
    }

    /// Such as on an address of another machine, or a port that only root may use.
    private InfrastructureException cannotListen(IOException e) {
        return new InfrastructureException(
                "%s cannot listen on %s:%d: %s".formatted(service, host, port, e.getMessage()), e);
    }
}

package io.gantry.embedded;

/// A port that was asked for by number is taken; the message names the service, the address and the
/// way out.
public final class PortInUseException extends RuntimeException {

    PortInUseException(ListenAddress address) {
        super(
                "%s cannot listen on %s:%d: the port is in use; stop what uses it or set another port for %s"
                        .formatted(
                                address.service(),
                                address.host(),
                                address.port(),
                                address.service()));
    }
}

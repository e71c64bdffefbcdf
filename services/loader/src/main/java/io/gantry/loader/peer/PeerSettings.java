package io.gantry.loader.peer;

import io.gantry.loader.LoaderConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who the peers are, and how long they are waited for.
///
/// @param places whom to ask, as `http://host:port`
/// @param token what loaders show each other; empty when peers are off
record PeerSettings(
        List<URI> places,
        Optional<String> token,
        Duration patience,
        Duration longestWait,
        Duration timeout,
        Duration leaveOut) {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(2);

    PeerSettings {
        places = List.copyOf(places);
    }

    /// @throws IllegalArgumentException with what is wrong and what to do
    static PeerSettings of(LoaderConfig.Peers config) {
        List<URI> places =
                config.addresses().orElse(List.of()).stream()
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .map(PeerSettings::place)
                        .toList();
        Optional<String> token = config.token().filter(text -> !text.isBlank());
        if (!places.isEmpty() && token.isEmpty()) {
            throw new IllegalArgumentException(
                    "gantry.loader.peers.token is missing, and gantry.loader.peers.addresses are given. Give all loaders the same token, for example from a Secret: models are not for everybody on the network.");
        }
        if (config.timeout().compareTo(SHORTEST_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "gantry.loader.peers.timeout is %s, less than %s. Peers wait for a second before they say that bytes are still on their way; give more time."
                            .formatted(config.timeout(), SHORTEST_TIMEOUT));
        }
        return new PeerSettings(
                places,
                token,
                config.patience(),
                config.longestWait(),
                config.timeout(),
                config.leaveOut());
    }

    /// Nobody is asked, and nobody is given anything.
    static PeerSettings off() {
        return new PeerSettings(
                List.of(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    private static URI place(String address) {
        try {
            URI place = new URI("http://" + address);
            if (place.getHost() != null
                    && place.getPort() > 0
                    && place.getAuthority().equals(address)
                    && place.getUserInfo() == null) {
                return place;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "gantry.loader.peers.addresses: '%s' is no host:port. Give for example loader.gantry.svc:8082 or [fd00::1]:8082."
                        .formatted(address));
    }

    /// The token is not shown.
    @Override
    public String toString() {
        return "PeerSettings" + places;
    }
}

package io.gantry.loader.peer;

import java.net.URI;

/// Another loader.
///
/// @param instance what it calls itself, whoever asks and by whatever address; another one after
///   each start
record Member(String instance, URI address) {

    @Override
    public String toString() {
        return address.getAuthority();
    }
}

package io.gantry.loader.unpack;

import io.gantry.loader.outcome.LoadFailedException;

/// Where what is unpacked goes.
public interface Room {

    /// Asked from time to time before that much is written.
    ///
    /// @throws LoadFailedException when there is no room for it
    void require(long bytes) throws LoadFailedException;
}

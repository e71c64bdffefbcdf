package io.gantry.loader.fetch.git;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.util.Optional;

/// What is asked of a host, and as whom.
///
/// @param uri what failures name
/// @param access empty for nobody
record GitQuestion(StorageUri uri, GitLocation location, Optional<GitAccess> access) {

    static GitQuestion of(Location place, LoaderConfig.Git config) throws LoadFailedException {
        GitLocation location = GitLocation.of(place.uri());
        return new GitQuestion(
                place.uri(),
                location,
                GitAccess.of(place.credentials(), config, location.repository()));
    }
}

package io.gantry.registry;

import io.gantry.events.ArtifactReference;
import io.gantry.events.CredentialsReference;

/// What the registry says of a model's files when the manifest names nothing but where they are.
public final class Artifact {

    private Artifact() {}

    public static ArtifactReference of(String namespace, String storageUri) {
        return ArtifactReference.of(
                storageUri,
                null,
                ArtifactReference.DEFAULT_MOUNT_PATH,
                new CredentialsReference(
                        namespace, CredentialsReference.DEFAULT_SERVICE_ACCOUNT, null, null, null));
    }
}

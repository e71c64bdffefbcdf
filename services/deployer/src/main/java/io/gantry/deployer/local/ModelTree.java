package io.gantry.deployer.local;

import io.gantry.deployer.platform.ModelMount;
import io.gantry.events.ArtifactReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Several models below `/mnt/models`, as one directory of links: a runtime is told only of the
/// directory above them.
///
/// @param directory of the revision
record ModelTree(Path directory) {

    private static final String PARENT = ArtifactReference.DEFAULT_MOUNT_PATH;
    private static final String BELOW = PARENT + "/";

    /// The template with a directory in the place of `/mnt/models`, if it needs one.
    ProcessTemplate laidOut(ProcessTemplate template) throws IOException {
        List<ModelMount> nested =
                template.mounts().stream()
                        .filter(mount -> mount.mountPath().startsWith(BELOW))
                        .toList();
        boolean hasParent =
                template.mounts().stream().anyMatch(mount -> mount.mountPath().equals(PARENT));
        if (nested.isEmpty() || hasParent) {
            return template;
        }
        Path tree = directory.resolve("models");
        for (ModelMount mount : nested) {
            link(tree, mount);
        }
        List<ModelMount> mounts = new ArrayList<>(template.mounts());
        mounts.add(new ModelMount(PARENT, tree.toString()));
        return template.with(mounts);
    }

    private static void link(Path tree, ModelMount mount) throws IOException {
        Path link = tree.resolve(mount.mountPath().substring(BELOW.length())).normalize();
        if (!link.startsWith(tree) || link.equals(tree)) {
            throw new IOException(
                    "The mountPath %s leads out of %s".formatted(mount.mountPath(), PARENT));
        }
        PrivateDirectory.create(Objects.requireNonNull(link.getParent()));
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(mount.path()));
    }
}

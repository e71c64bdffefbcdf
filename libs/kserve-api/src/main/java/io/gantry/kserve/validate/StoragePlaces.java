package io.gantry.kserve.validate;

import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.StorageUriSpec;
import io.gantry.kserve.defaults.Defaulting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules about several places to download from (`storageUris`) and where they are mounted.
final class StoragePlaces {
    private StoragePlaces() {}

    static void check(InferenceService service, Findings findings) {
        for (Parts.Part part : Parts.withVariants(service)) {
            List<StorageUriSpec> places = part.component().storageUris();
            if (places == null) {
                continue;
            }
            String field = part.path() + ".storageUris";
            if (Storage.storageUri(part) != null) {
                findings.wrong(
                        field,
                        places.size() + " of them, and a storageUri",
                        "Setting both StorageURI and StorageURIs is not supported.",
                        "keep one of them");
            }
            for (int i = 0; i < places.size(); i++) {
                String at = "%s[%d]".formatted(field, i);
                String uri = places.get(i).uri();
                if (uri == null || uri.isEmpty()) {
                    findings.missing(at + ".uri", "storage URI cannot be empty", "give it a URI");
                }
                mount(at + ".mountPath", mountPath(places.get(i)), findings);
            }
            volumes(field, places, findings);
            downloads(field, places, findings);
        }
    }

    private static void mount(String field, String mount, Findings findings) {
        if (mount.equals("/")) {
            findings.wrong(
                    field,
                    mount,
                    "storage path cannot be empty",
                    "mount it below the root, for example at " + Defaulting.MODEL_DIRECTORY);
        }
        if (!mount.startsWith("/")) {
            findings.wrong(
                    field, mount, "storage path must be absolute: " + mount, "start it with /");
        }
        if (mount.contains("..")) {
            findings.wrong(
                    field,
                    mount,
                    "storage path cannot contain '..' for security reasons: " + mount,
                    "write the path without it");
        }
    }

    /// KServe looks at these only where there are two other places, too; two volumes on one path
    /// cannot be mounted whatever else there is.
    private static void volumes(String field, List<StorageUriSpec> places, Findings findings) {
        Set<String> mounted = new HashSet<>();
        for (StorageUriSpec place : places) {
            if (volume(place) && !mounted.add(mountPath(place))) {
                findings.wrong(
                        field,
                        mountPath(place),
                        "PVC storage paths must be unique",
                        "give each its own mountPath");
            }
        }
    }

    /// What is downloaded goes onto one volume, which is mounted at the paths' common parent.
    private static void downloads(String field, List<StorageUriSpec> places, Findings findings) {
        List<String> paths = new ArrayList<>();
        Set<String> tops = new HashSet<>();
        for (StorageUriSpec place : places) {
            if (!volume(place)) {
                String path = mountPath(place);
                paths.add(path);
                tops.add(path.replaceFirst("^(/[^/]*).*", "$1"));
            }
        }
        if (tops.size() > 1) {
            findings.wrong(
                    field,
                    paths,
                    "storage paths must have a common parent directory. Current paths: %s have no common parent beyond root"
                            .formatted(paths),
                    "mount them below one directory, for example " + Defaulting.MODEL_DIRECTORY);
        }
    }

    private static boolean volume(StorageUriSpec place) {
        return place.uri() != null && place.uri().startsWith("pvc://");
    }

    private static String mountPath(StorageUriSpec place) {
        return place.mountPath() == null ? Defaulting.MODEL_DIRECTORY : place.mountPath();
    }
}

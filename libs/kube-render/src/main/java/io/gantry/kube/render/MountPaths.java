package io.gantry.kube.render;

import java.util.ArrayList;
import java.util.List;

/// Directories in containers.
final class MountPaths {
    private MountPaths() {}

    /// The deepest directory that all paths are in or are; `/` if there is no deeper one.
    static String parent(List<String> paths) {
        List<String> common = steps(paths.getFirst());
        for (String path : paths) {
            List<String> other = steps(path);
            int same = 0;
            while (same < Math.min(common.size(), other.size())
                    && common.get(same).equals(other.get(same))) {
                same++;
            }
            common = common.subList(0, same);
        }
        return "/" + String.join("/", common);
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>(List.of(path.split("/")));
        steps.removeIf(String::isEmpty);
        return steps;
    }
}

package io.gantry.deployer.local;

import io.gantry.deployer.DeployerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds commands on this machine, and says which variables its processes inherit.
@ApplicationScoped
class Commands {

    private static final String PATH = "PATH";

    private final Map<String, String> inherited;
    private final List<Path> directories;

    Commands(DeployerConfig config) {
        Map<String, String> environment = new ProcessBuilder().environment();
        List<Path> search = new ArrayList<>(config.local().path().orElse(List.of()));
        for (String directory : environment.getOrDefault(PATH, "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty()) {
                search.add(Path.of(directory));
            }
        }
        this.directories = search.stream().map(Path::toAbsolutePath).toList();
        environment.put(
                PATH,
                String.join(File.pathSeparator, directories.stream().map(Path::toString).toList()));
        environment.keySet().removeIf(name -> !named(name, config.local().inheritedEnvironment()));
        this.inherited = Map.copyOf(environment);
    }

    /// The environment that every predictor has besides its own, the extended PATH among it.
    Map<String, String> inherited() {
        return inherited;
    }

    List<Path> directories() {
        return directories;
    }

    /// The file that a command's first word stands for; empty when this machine has none.
    Optional<Path> find(String command) {
        if (command.contains("/")) {
            return Optional.of(Path.of(command)).filter(Commands::runnable);
        }
        return directories.stream()
                .map(directory -> directory.resolve(command))
                .filter(Commands::runnable)
                .findFirst();
    }

    private static boolean runnable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static boolean named(String name, List<String> patterns) {
        return patterns.stream()
                .anyMatch(pattern ->
                        pattern.endsWith("*")
                                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                                : name.equals(pattern));
    }
}

package io.gantry.loader.fetch.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps the settings of whoever runs the loader out: theirs could send it elsewhere, or not to
/// look at certificates.
@SuppressWarnings("deprecation") // JGit still has everybody implement what it no longer calls
final class OwnSettings extends SystemReader {

    private final SystemReader system;

    private OwnSettings(SystemReader system) {
        this.system = system;
    }

    /// For all of JGit in this process.
    static synchronized void apply() {
        SystemReader now = SystemReader.getInstance();
        if (!(now instanceof OwnSettings)) {
            SystemReader.setInstance(new OwnSettings(now));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public String getHostname() {
        return system.getHostname();
    }

    @Override
    public String getenv(String variable) {
        return system.getenv(variable);
    }

    @Override
    public String getProperty(String key) {
        return system.getProperty(key);
    }

    @Override
    public long getCurrentTime() {
        return system.now().toEpochMilli();
    }

    @Override
    public int getTimezone(long when) {
        return 0;
    }

    /// Of no file: JGit writes what it has measured of file systems into such settings, by renaming
    /// a file onto theirs.
    private static FileBasedConfig empty(Config parent, FS fs) {
        return new FileBasedConfig(parent, null, fs) {
            @Override
            public void load() {}

            @Override
            public void save() {}

            @Override
            public boolean isOutdated() {
                return false;
            }
        };
    }
}

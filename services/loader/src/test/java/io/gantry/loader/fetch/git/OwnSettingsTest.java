package io.gantry.loader.fetch.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;

class OwnSettingsTest {

    /// JGit saves what it has measured on its own, by renaming a file onto the one of the settings.
    @Test
    void shouldHaveNoFileThatJGitCouldReadOrReplace() throws Exception {
        OwnSettings.apply();
        SystemReader reader = SystemReader.getInstance();

        for (var settings :
                new Object[] {
                    reader.getUserConfig(), reader.getSystemConfig(), reader.getJGitConfig()
                }) {
            assertThat(settings)
                    .isInstanceOfSatisfying(
                            FileBasedConfig.class, config -> assertThat(config.getFile()).isNull());
        }
        reader.getUserConfig().setString("http", null, "sslVerify", "false");
        reader.getUserConfig().save();
    }
}

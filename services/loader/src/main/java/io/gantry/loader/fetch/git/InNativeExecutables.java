package io.gantry.loader.fetch.git;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResourceBundle;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.CoreConfig;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.SubmoduleConfig;
import org.eclipse.jgit.transport.HttpConfig;

/// What JGit finds by reflection: its messages, by their fields, and the values of its settings.
@RegisterForReflection(
        targets = {
            JGitText.class,
            CoreConfig.AutoCRLF.class,
            CoreConfig.CheckStat.class,
            CoreConfig.EOL.class,
            CoreConfig.EolStreamType.class,
            CoreConfig.HideDotFiles.class,
            CoreConfig.LogRefUpdates.class,
            CoreConfig.SymLinks.class,
            CoreConfig.TrustStat.class,
            DiffAlgorithm.SupportedAlgorithm.class,
            HttpConfig.HttpRedirectMode.class,
            ObjectChecker.ErrorType.class,
            Ref.Storage.class,
            RefUpdate.Result.class,
            SubmoduleConfig.FetchRecurseSubmodulesMode.class
        })
@RegisterResourceBundle(bundleName = "org.eclipse.jgit.internal.JGitText")
final class InNativeExecutables {

    private InNativeExecutables() {}
}

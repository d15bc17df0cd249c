namespace Streams.Cli.Tests.Packaging;

/// <summary>
/// The published compose schema, as the npm package dclint 3.1.0 carries it. No Docker engine is needed; the package is
/// fetched once into the temporary folder.
/// </summary>
public sealed class ComposeSchemaTests
{
    private const string Package = "dclint@3.1.0";

    [Fact]
    public void The_compose_file_follows_the_published_schema_and_a_wrong_one_does_not()
    {
        if (Linter() is not { } linter) return;
        var (code, output) = Check(linter, Repository.Read("docker-compose.yml"));
        code.ShouldBe(0, output);

        var (planted, complaint) =
            Check(linter, Repository.Read("docker-compose.yml")
            .Replace("stop_grace_period: 40s", "stop_grace: 40s", StringComparison.Ordinal));
        planted.ShouldBe(1);
        complaint.ShouldContain("invalid-schema");
    }

    private static (int Code, string Output) Check(string linter, string compose)
    {
        using var scratch = new Scratch();
        scratch.Write("docker-compose.yml", compose);
        return Program.Run("node", scratch.Folder, null, linter, "--quiet", "docker-compose.yml")!.Value;
    }

    private static string? Linter()
    {
        var folder = Path.Combine(Path.GetTempPath(), "streams-" + Package);
        var linter = Path.Combine(folder, "node_modules", "dclint", "bin", "dclint.cjs");
        if (!File.Exists(linter))
        {
            Directory.CreateDirectory(folder);
            var installed = Program.Run("npm", folder, null, "install", "--prefix", folder, "--no-audit", "--no-fund",
                "--ignore-scripts", "--no-save", Package);
            if (installed is not { Code: 0 } || !File.Exists(linter))
            {
                Program.IsMissing($"npm's {Package}, which holds the compose schema,");
                return null;
            }
        }

        return linter;
    }
}

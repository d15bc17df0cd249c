namespace Streams.Synthetic.People;

/// <summary>Invented names, made of common parts of many languages so that none is a hint of anything.</summary>
internal static class Names
{
    private static readonly string[] Firsts =
    [
        "Ana", "Ben", "Clara", "Dario", "Elin", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Liam", "Mara", "Nils", "Olga", "Pavel",
        "Quinn", "Rosa", "Sami", "Tara", "Ugo", "Vera", "Wim", "Xenia", "Yara", "Zane", "Asha", "Bruno", "Celia", "Dana", "Emil", "Farah",
        "Gino", "Hana", "Ivo", "Jana", "Karim", "Lena", "Milo", "Nora", "Omar", "Petra", "Ravi", "Selma", "Tomas", "Una", "Viktor", "Wanda",
        "Yusuf", "Zoe", "Arjun", "Britta", "Carlos", "Divya", "Edgar", "Fiona", "Gabriel", "Heidi", "Imran", "Julia", "Kenji", "Leila",
        "Marco", "Nadia", "Oscar", "Priya", "Rahul", "Sofia", "Theo", "Uma", "Vikram", "Willa", "Yannick", "Zara", "Amara", "Bjorn",
        "Chiara", "Diego", "Esther", "Felix", "Gloria", "Henrik", "Isabel", "Joel", "Katya", "Lukas", "Mina", "Noah", "Olivia", "Pablo",
        "Ruth", "Simon", "Tess", "Ursula", "Vito", "Yvonne", "Aldo", "Bianca", "Cyrus", "Doris",
    ];

    private static readonly string[] Starts =
    [
        "Ald", "Bar", "Cor", "Dal", "Eck", "Far", "Gal", "Hol", "Iver", "Jas", "Kel", "Lind", "Mar", "Nor", "Ost", "Pel", "Quar", "Rav",
        "Sol", "Tor", "Ul", "Var", "Wes", "Yar", "Zel", "Bren", "Cald", "Dun", "Em", "Fen", "Grav", "Hart", "Isen", "Jor", "Kast", "Lor",
    ];

    private static readonly string[] Ends =
    [
        "berg", "ani", "evic", "ford", "gren", "hane", "inga", "kar", "lund", "moor", "nath", "ova", "pani", "quist", "rell", "sen", "tano",
        "ume", "vale", "wick", "ya", "zani", "aro", "dahl", "eira", "holt", "ini", "mann", "ole", "strom",
    ];

    /// <summary>The n-th name of the company: no two alike (108,000 of them).</summary>
    public static (string First, string Last) At(int index, ulong seed)
    {
        // A stride that is coprime to the number of combinations visits each once; the seed picks where the walk
        // begins.
        var total = (ulong)(Firsts.Length * Starts.Length * Ends.Length);
        var at = (int)((seed % total + (ulong)index * 7919) % total);
        var last = at / Firsts.Length;
        return (Firsts[at % Firsts.Length], Starts[last % Starts.Length] + Ends[last / Starts.Length]);
    }
}

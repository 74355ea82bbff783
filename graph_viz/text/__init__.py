"""Everything that is shown as text: terminal, Markdown, HTML, diagrams, reports, JSON."""

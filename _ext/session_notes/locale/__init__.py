"""Every word that readers see and that no author wrote, in the language of the site."""
